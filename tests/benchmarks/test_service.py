"""The benchmark of the service: its parts do what they say, on a small country and against a real nginx."""

import asyncio
import json
import shutil
import subprocess
from http import HTTPStatus
from pathlib import Path

import pytest

from benchmarks.service import agreement, clients, memory, nginx, ours, pygeoapi, run, tipg
from benchmarks.service.asking import WrongAnswerError, get
from benchmarks.service.cases import box_of, cases, number, tile_at
from benchmarks.service.environments import NotInstalledError, programs
from benchmarks.service.latency import LEAN, PLAIN, latencies
from benchmarks.service.layer import edition
from benchmarks.service.questions import Box, Case, Feature, Tile, Whole
from benchmarks.service.replay import replaying
from benchmarks.service.throughput import Load, by_own, load, told
from tests.editions.postgis.cluster import Cluster

AREAS = 200
PRINTED = """
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.21s   228.48ms   1.50s    70.59%
  Latency Distribution
     50%  564.00us
     75%    3.00ms
     90%    1.50s
     99%    1.25m
  17 requests in 5.02s, 31.07MB read
Requests/sec:  12957.12
"""
QUESTIONS = (Whole(), Box(5, 52, 5.5, 52.5), Feature("BU0001"), Tile(7, 42, 65), Tile(10, 337, 527))


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    folder = tmp_path_factory.mktemp("service")
    with ours.serving(edition(folder, AREAS), folder) as server:
        yield server


@pytest.fixture(scope="module")
def asked(own):
    return cases(own.port)


@pytest.fixture(scope="module")
def static(own, asked):
    if nginx.missing():
        pytest.skip(f"nginx is not installed: {nginx.missing()}")
    with nginx.serving(asked, own) as server:
        yield server


def test_every_case_is_answered_by_both_with_the_same_bytes(own, static, asked):
    for case in asked:
        mine, theirs = (
            [get(each.port, path, case.coding) for path in each.paths(case)[:3]]
            for each in (own, static)
        )
        assert [status for status, _, _ in mine] == [HTTPStatus.OK] * len(mine)
        assert [body for _, _, body in mine] == [body for _, _, body in theirs]


def test_a_box_holds_about_as_many_areas_as_asked(own):
    box = box_of(own.port, 40)
    assert number(get(own.port, ours.address(box))[2]) == pytest.approx(40, abs=4)


def test_many_different_addresses_are_asked(asked):
    many = [len(set(case.questions)) for case in asked if len(case.questions) > 1]
    assert len(many) == 4
    assert min(many) > 5


def test_a_case_is_measured_at_both(own, static, asked):
    (case,) = [each for each in asked if each.name == "feature"]
    alone = latencies(case, [own, static], 3)
    assert set(alone) == {(name, kind) for name in ("ours", "nginx") for kind in (PLAIN, LEAN)}
    loads = {each.name: load(each, case, 1) for each in (own, static)}
    assert all(each.rate > 0 and 0 < each.half <= each.most < 2 for each in loads.values())
    (finding,) = run.found(case, alone, loads)
    ratio = alone["ours", PLAIN] / alone["nginx", PLAIN]
    assert (finding.ratio, finding.target) == (ratio, 2.5)


def test_the_throughput_of_a_peer_has_a_target():
    case = Case("box", (Whole(),), 1, least=50)
    loads = {"ours": Load(120, 1, 1, ""), "tipg": Load(2, 1, 1, "")}
    (finding,) = run.found(case, {}, loads)
    assert (finding.ratio, finding.target, finding.met) == (60, 50, True)


def test_what_a_client_has_already_is_not_sent_again(own, static, asked):
    (case,) = [each for each in asked if each.known]
    assert own.can(case)
    assert static.can(case)
    assert min(latencies(case, [own, static], 2).values()) > 0


def test_our_own_client_counts_every_answer(own, asked):
    measured = asyncio.run(by_own(own.port, own.requests(asked[4]), 0.2, 3))
    assert measured.rate > 10
    assert 0 < measured.half <= measured.most
    assert measured.by == "3 of our own"


def test_a_refusal_stops_it(own):
    lost = Case("lost", (Feature("nowhere"),), 1)
    with pytest.raises(WrongAnswerError, match="404"):
        latencies(lost, [own], 1)
    with pytest.raises(WrongAnswerError, match="404"):
        asyncio.run(by_own(own.port, own.requests(lost), 0.1, 2))


def test_servers_that_differ_stop_it(own, asked):
    agreement.agree([own], asked)
    with pytest.raises(SystemExit, match="other areas"):
        agreement.agree([own], [Case("sea", (Box(1, 1, 2, 2),), 1)])


def test_the_workers_are_a_part_of_the_service(own):
    both, all_ = memory.workers(own.pid, 2), memory.everything(own.pid)
    assert 30 << 20 < both < all_
    assert len(memory.tree(own.pid)) >= 3


def test_gdal_reads_all_of_it(own):
    whole, filtered = clients.by_gdal(own.port, AREAS)
    assert 0 < filtered.ratio * clients.FILTERED < whole.ratio * clients.WHOLE * 10
    with pytest.raises(SystemExit, match=r"found 200 areas and should have found 201"):
        list(clients.by_gdal(own.port, AREAS + 1))


def test_qgis_reads_all_of_it(own, tmp_path):
    seen = clients.in_qgis(own.port, tmp_path)
    if seen is None:
        pytest.skip("QGIS is not here: apt-get install python3-qgis qgis-providers")
    assert seen["areas"] == AREAS
    assert all(seconds > 0 for way in ("whole", "provider", "gdal") for seconds in seen[way])


def test_what_wrk_prints_is_understood():
    found = told(PRINTED)
    assert (found.rate, found.half, found.most) == pytest.approx((12957.12, 564e-6, 75))
    assert found.by == "8 of wrk"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (f"{PRINTED}  Non-2xx or 3xx responses: 17\n", "refused"),
        ("Requests/sec: 3", "something else"),
    ],
)
def test_what_wrk_should_not_print_stops_it(words, why):
    with pytest.raises(SystemExit, match=why):
        told(words)


def test_nginx_takes_our_configuration(tmp_path):
    if nginx.missing():
        pytest.skip(f"nginx is not installed: {nginx.missing()}")
    (tmp_path / "nginx.conf").write_text(nginx.configuration(tmp_path, 8099))
    tried = [shutil.which("nginx"), "-t", "-c", tmp_path / "nginx.conf", "-p", tmp_path]
    done = subprocess.run(tried, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_peers_are_told_of_the_layer_and_of_no_other():
    cluster = Cluster(Path("/tmp/some where"))
    assert "//boss@%2Ftmp%2Fsome%20where:5432/gis" in tipg.settings(cluster)["DATABASE_URL"]
    (collection,) = json.loads(json.dumps(pygeoapi.configuration(cluster.folder, 80)))[
        "resources"
    ].values()
    assert {each["data"]["host"] for each in collection["providers"]} == {"/tmp/some where"}


def test_each_server_has_its_own_address():
    for address in (ours.address, tipg.address, pygeoapi.address):
        found = [address(question) for question in QUESTIONS]
        assert len({each for each in found if each}) >= 4
    assert ours.address(QUESTIONS[3]).endswith("/7/42/65")
    assert tipg.address(QUESTIONS[3]).endswith("/7/65/42")
    assert pygeoapi.address(QUESTIONS[3]) is None


def test_the_tile_of_a_place():
    assert tile_at(5.2, 52.1, 7) == Tile(7, 42, 65)
    assert tile_at(-180, 85, 3) == Tile(3, 0, 0)


def test_what_cannot_be_installed_is_said(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setattr("benchmarks.service.environments.HOME", tmp_path / "file")
    with pytest.raises(NotInstalledError, match=r"some could not be installed: \w+"):
        programs("some", ["one==1"])


def test_an_environment_is_made_once(tmp_path, monkeypatch):
    monkeypatch.setattr("benchmarks.service.environments.HOME", tmp_path)
    (tmp_path / "some").mkdir()
    (tmp_path / "some" / "installed").write_text("one==1\ntwo==2")
    assert programs("some", ["one==1", "two==2"]) == tmp_path / "some" / "bin"


def test_a_replay_answers_as_the_service_did_and_asks_it_once(own):
    path = f"{ours.ROOT}/collections?f=json"
    with replaying(own.port) as port:
        first, again = (get(port, path) for _ in range(2))
    assert first == again
    links = json.loads(first[-1])["links"]
    assert all(link["href"].startswith(f"http://127.0.0.1:{port}/") for link in links)
