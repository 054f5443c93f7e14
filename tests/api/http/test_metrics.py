"""Counts of requests, which all workers add up."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.http.counts import MOST, NAMED, Counts
from api.http.metrics import BUCKETS, Metrics
from api.http.watching import Seen, Watch
from api.http.worker import Worker
from api.settings import Settings
from mdi.version import __version__
from tests.api.conftest import client_of
from tests.api.http.plain import asked, echo, scope_of

LINE = re.compile(r'^[a-z_]+(\{([a-z]+="[^"\\\n]*",?)+\})? [0-9.e+-]+$')


@pytest.fixture
def client(squareland) -> TestClient:
    return client_of(create_app(Settings(data=squareland)))


def told(client) -> dict[str, float]:
    """Every line by its name; the format must hold up."""
    answer = client.get("/metrics")
    assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    found, families = {}, []
    for line in answer.text.splitlines():
        if line.startswith("#"):
            families.append(line.split()[2])
            continue
        assert LINE.match(line), line
        name, _, number = line.rpartition(" ")
        assert name not in found
        assert name.startswith(families[-1])
        found[name] = float(number)
    assert families == [name for name in dict.fromkeys(families) for _ in range(2)]
    return found


def test_requests_are_counted_by_route_and_status(client):
    for address in ("/v1/index/GM0001", "/v1/index/GM0002", "/v1/index/GM9999", "/no", "/etc"):
        client.get(address)
    client.post("/v1/catalogue")
    client.request("BREW", "/v1/catalogue")
    found = told(client)
    route = 'mdi_requests_total{route="/v1/index/{code}",method="GET"'
    assert found[route + ',status="200"}'] == 2
    assert found[route + ',status="404"}'] == 1
    assert found['mdi_requests_total{route="none",method="GET",status="404"}'] == 2
    assert found['mdi_requests_total{route="/v1/catalogue",method="POST",status="405"}'] == 1
    assert found['mdi_requests_total{route="/v1/catalogue",method="other",status="405"}'] == 1
    assert found["mdi_requests_running"] == 0
    assert found[f'mdi_version_info{{version="{__version__}"}}'] == 1


def test_buckets_are_cumulative_and_end_with_all(client):
    for _ in range(20):
        client.get("/v1/health")
    found = told(client)
    opening = 'mdi_request_seconds_bucket{route="/v1/health",le="'
    counts = [found[f'{opening}{bound}"}}'] for bound in (*BUCKETS, "+Inf")]
    assert counts == sorted(counts)
    assert counts[-1] == found['mdi_request_seconds_count{route="/v1/health"}'] == 20
    assert 0 < found['mdi_request_seconds_sum{route="/v1/health"}'] < 20


def test_bytes_are_those_of_the_bodies(client):
    size = len(client.get("/v1/health").content)
    assert told(client)['mdi_answer_bytes_total{route="/v1/health"}'] == size


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells it")
def test_memory_is_told(client):
    assert 10e6 < told(client)['mdi_worker_memory_bytes{worker="0"}'] < 10e9


def test_whatever_is_asked_the_number_of_series_stays(client):
    client.get("/x")
    before = len(told(client))
    for number in range(50):
        client.get(f"/x{number}?{number}={number}", headers={"x": str(number)})
        client.get(f"/web/{number}.js")
    assert len(told(client)) <= before + 30


def test_metrics_can_be_turned_off(squareland):
    assert (
        client_of(create_app(Settings(data=squareland, metrics=False))).get("/metrics").status_code
        == 404
    )


def test_workers_add_up_and_a_new_one_goes_on(tmp_path):
    one, two = (Metrics(Worker(number, tmp_path)) for number in range(2))
    for metrics in (one, two, two):
        metrics.begins()
        metrics.ends(seen())
    two.begins()
    for metrics in (one, two):
        text = metrics.told("first")
        assert 'mdi_requests_total{route="none",method="GET",status="200"} 3' in text
        assert "mdi_requests_running 1\n" in text
        assert 'mdi_edition_info{edition="first"} 1' in text
    again = Metrics(Worker(1, tmp_path))  # the second died while it answered
    again.begins()
    again.ends(seen())
    text = one.told(None)
    assert 'mdi_requests_total{route="none",method="GET",status="200"} 4' in text
    assert "mdi_requests_running 0\n" in text


def seen(seconds=0.01):
    return Seen(scope_of(), 200, 10, seconds)


def test_what_a_worker_counted_outlives_it(tmp_path):
    code = (
        "import os, pathlib\n"
        "from api.http.counts import Counts\n"
        "from api.http.worker import Worker\n"
        f"counts = Counts(Worker(7, pathlib.Path({str(tmp_path)!r})))\n"
        "counts.add('died', 3)\n"
        "os._exit(9)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    assert Counts(Worker(0, tmp_path)).sums()["died"] == 3


def test_where_there_is_no_room_left_nothing_breaks():
    counts = Counts(Worker())
    for number in range(MOST + 10):
        counts.add(f"name {number}")
    counts.add("x" * (NAMED + 1))
    counts.add("name 0")
    sums = counts.sums()
    assert len(sums) == MOST
    assert sums["name 0"] == 2


def test_a_client_that_leaves_is_counted_as_gone():
    class Ears:
        ended = None

        def begins(self):
            pass

        def ends(self, seen):
            self.ended = seen

    async def nothing(scope, receive, send):
        pass

    ears = Ears()
    asked(Watch(nothing, [ears]))
    assert ears.ended.status == 499
    asked(Watch(echo, [ears]), None, [b"abc"])
    assert (ears.ended.status, ears.ended.size) == (200, 3)
