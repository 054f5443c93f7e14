"""The service over a store: the current edition, whole or not at all."""

from __future__ import annotations

import gc
import json
import os
import shutil
import time
import weakref
from collections import Counter
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

import mdi
from api.app import create_app
from api.documents import EditionAnswer
from api.settings import Settings
from mdi.editions.store import soundness
from mdi.editions.store.store import Store
from mdi.errors import FileError
from tests.api.conftest import EVERY_GET, client_of, hold, problem_of
from tests.squares import shapes
from tests.stored import AREAS, Inputs, grown, publish

TABLE = "tables/municipality-2021.parquet"
PATIENCE = 1.0  # seconds from a switch to the first answer that follows it

MINE = mdi.WeightSet(id="mine", weights={"income": 1, "work": 3})
MINMAX = mdi.Method.model_validate({"id": "quick", "indicators": {"by": "minmax"}})


OF_AN_EDITION = [e for e in EVERY_GET if e not in {"/v1/health", "/v1/deprecations"}]


@pytest.fixture
def store(tmp_path):
    return Store.open(tmp_path / "store", create=True)


@pytest.fixture
def serve(store):
    """A client of a fresh service over the store, which does not follow by itself."""
    return lambda: client_of(create_app(Settings(store=store.root)))


def flip(path, *, quietly=False):
    """Turn one bit of a file; quietly: so that its time tells nothing."""
    before = path.stat()
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)
    if quietly:
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def damage(edition, file):
    """Flip a bit of a file of one edition alone, not of what it shares with others."""
    path = edition.path(file)
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content)
    flip(path)


def look(client):
    """What the service does by itself every tenth of a second."""
    client.app.state.shelf.look()


def told(client):
    found = client.get("/v1/edition").json()
    hold(EditionAnswer, found)
    return found


def rank_of(client, code, **query):
    return client.get(f"/v1/index/{code}", params=query).json()["rank"]


@pytest.mark.parametrize("address", EVERY_GET)
def test_every_answer_is_that_of_the_folder_of_the_edition(store, serve, address):
    edition = publish(store, grown(3))
    alone = client_of(create_app(Settings(data=edition.folder)))
    answer, expected = serve().get(address), alone.get(address)
    assert answer.status_code == 200
    if address == "/v1/edition":
        assert answer.json() == {
            "edition": edition.name,
            "published": edition.name,
            "problem": None,
        }
        assert expected.json() == {"edition": None, "published": None, "problem": None}
        return
    found = answer.json()
    if address == "/v1/edition/files":
        assert found["edition"] == edition.name
        assert expected.json()["edition"] is None
        return
    if address == "/v1/index":
        assert found["provenance"].pop("edition") == edition.name
    assert found == expected.json()


@pytest.mark.parametrize("address", OF_AN_EDITION)
def test_every_answer_names_its_edition(store, serve, client, address):
    edition = publish(store, Inputs())
    served = serve()
    assert served.get(address).headers["x-edition"] == edition.name
    more = "&x=1" if "?" in address else "?x=1"
    assert served.get(address + more).status_code == 400
    assert "x-edition" not in client.get(address).headers


@pytest.mark.parametrize("address", ["/v1/index/GM9999", "/v1/index?year=1999"])
def test_an_error_names_the_edition_it_follows_from(store, serve, address):
    edition = publish(store, Inputs())
    assert serve().get(address).headers["x-edition"] == edition.name


def test_pages_of_others_may_read_the_name(store, serve):
    publish(store, Inputs())
    answer = serve().get("/v1/index", headers={"origin": "https://example.org"})
    assert "X-Edition" in answer.headers["access-control-expose-headers"]


def test_a_client_asks_every_time_and_gets_what_changed(store, serve):
    publish(store, Inputs())
    client = serve()
    for address in [each for each in OF_AN_EDITION if each != "/v1/edition"]:
        first = client.get(address)
        assert "no-cache" in first.headers["cache-control"]
        known = {"If-None-Match": first.headers["etag"]}
        assert client.get(address, headers=known).status_code == 304
    publish(store, grown(1))
    look(client)
    assert client.get(address, headers=known).status_code == 200


def test_a_store_in_which_nothing_was_published_says_so(store, serve):
    client = serve()
    for address in OF_AN_EDITION:
        found = problem_of(client.get(address), 503)
        assert found["detail"] == "No edition has been published in this store yet."
    assert client.get("/v1/health").status_code == 200
    assert client.get("/").status_code == 200
    edition = publish(store, Inputs())
    look(client)
    assert told(client)["edition"] == edition.name


def test_a_folder_that_is_no_store_is_refused(tmp_path):
    with pytest.raises(FileError, match="no store"):
        create_app(Settings(store=tmp_path))


def test_settings_without_a_folder_and_a_store_are_refused():
    with pytest.raises(FileError, match="folder"):
        create_app(Settings())


@pytest.mark.parametrize("file", [TABLE, AREAS, "catalogue.toml", "manifest.json"])
@pytest.mark.parametrize("how", ["a flipped bit", "half a file", "gone"])
def test_a_damaged_edition_is_not_served_and_the_one_before_stays(store, serve, caplog, file, how):
    first = publish(store, Inputs())
    client = serve()
    before = client.get("/v1/index").json()
    second = publish(store, replace(grown(40), title="Second", shapes=moved()))
    path = second.path(file)
    if how == "a flipped bit":
        damage(second, file)
    else:
        half = path.read_bytes()[: path.stat().st_size // 2]
        path.unlink()
        if how == "half a file":
            path.write_bytes(half)
    for _ in range(3):
        look(client)
    assert client.get("/v1/index").json() == before
    found = told(client)
    assert (found["edition"], found["published"]) == (first.name, second.name)
    assert second.name in found["problem"]
    assert str(store.root) not in found["problem"]
    assert sum(second.name in line.message for line in caplog.records) == 1
    assert file in caplog.text


def test_an_edition_that_was_healed_is_served(store, serve):
    publish(store, Inputs())
    client = serve()
    second = publish(store, grown(40))
    damage(second, TABLE)
    look(client)
    assert told(client)["problem"]
    store.publish(second.manifest)
    look(client)
    assert told(client) == {"edition": second.name, "published": second.name, "problem": None}
    assert client.get("/v1/index").headers["x-edition"] == second.name


def test_a_service_that_starts_takes_the_newest_edition_that_is_whole(store, serve):
    first = publish(store, Inputs())
    second = publish(store, grown(1))
    third = publish(store, grown(2))
    for edition in (second, third):
        damage(edition, TABLE)
    found = told(serve())
    assert (found["edition"], found["published"]) == (first.name, third.name)
    assert third.name in found["problem"]


def test_where_no_edition_is_whole_the_service_says_so(store, serve):
    for by in (1, 2):
        damage(publish(store, grown(by)), TABLE)
    found = problem_of(serve().get("/v1/index"), 503)
    assert "cannot be served" in found["detail"]
    assert store.current().name in found["detail"]


def test_where_what_is_current_cannot_be_read_the_edition_stays(store, serve):
    edition = publish(store, Inputs())
    client = serve()
    flip(store.switches.place)
    look(client)
    assert told(client)["edition"] == edition.name
    assert "cannot be read" in told(client)["problem"]
    assert "cannot be read" in problem_of(serve().get("/v1/index"), 503)["detail"]


@pytest.mark.parametrize("quietly", [True, False])
def test_a_file_that_was_damaged_after_the_start_is_not_served(store, serve, quietly):
    """The files are read when they are asked for, and looked at again then."""
    edition = publish(store, Inputs())
    client = serve()
    flip(edition.path(TABLE), quietly=quietly)
    problem_of(client.get("/v1/index"), 503)
    assert client.get("/v1/index?year=2020").status_code == 200


@pytest.mark.parametrize("quietly", [True, False])
def test_shapes_that_were_damaged_after_the_start_are_not_served(store, serve, quietly):
    edition = publish(store, Inputs())
    client = serve()
    flip(edition.path(AREAS), quietly=quietly)
    problem_of(client.get("/v1/choropleth/index"), 503)
    assert client.get("/v1/index").status_code == 200


def test_a_file_that_two_editions_share_is_read_once_to_check_it(store, serve, monkeypatch):
    read, real = Counter(), soundness.digest_of
    monkeypatch.setattr(soundness, "digest_of", lambda path: read.update([path]) or real(path))
    first = publish(store, Inputs())
    client = serve()
    assert set(read.values()) == {1}
    assert len(read) == len(first.manifest.files)
    shared = {each.sha256 for each in first.manifest.files.values()}
    second = publish(store, grown(2))
    read.clear()
    look(client)
    checked = [path for path in read if read[path] and path.is_relative_to(second.folder)]
    again = [path for path in checked if soundness.digest_of(path) in shared]
    read_to_warm = {second.path(TABLE), second.path(AREAS)}
    assert set(again) <= read_to_warm


def test_rollback_is_followed(store, serve):
    first = publish(store, Inputs())
    client = serve()
    before = client.get("/v1/index").json()
    publish(store, grown(40))
    look(client)
    assert client.get("/v1/index").json() != before
    store.rollback()
    look(client)
    assert told(client)["edition"] == first.name
    assert client.get("/v1/index").json() == before


def test_own_weights_and_methods_of_an_edition_are_offered_by_name(store, serve):
    equal = mdi.WeightSet(id="equal", weights={"income": 1, "health": 1})
    shipped = (mdi.load_weights(), mdi.load_method())
    edition = publish(store, Inputs(recipes=(shipped, (MINE, MINMAX), (equal, shipped[1]))))
    client = serve()
    sets = {each["id"]: each["weights"] for each in client.get("/v1/weights").json()["weights"]}
    assert sets["mine"] == MINE.weights
    assert sets["equal"] == equal.weights, "the edition's own goes before the shipped one"
    assert "mdi_nl" in sets
    methods = [each["id"] for each in client.get("/v1/methods").json()["methods"]]
    assert {"quick", "imd", "zscore"} <= set(methods)
    for weights, method in (("mine", "quick"), ("equal", "imd")):
        query = {"weights": weights, "method": method, "limit": 50, "sort": "area_code"}
        asked = client.get("/v1/index", params=query)
        body = client.post("/v1/index", json=query)
        frame = stored(edition, weights, method)
        for answer in (asked, body):
            found = {each["area_code"]: each["rank"] for each in answer.json()["areas"]}
            assert found == frame
    hint = problem_of(client.get("/v1/index?weights=mnie"), 400)["hint"]
    assert hint == "did you mean 'mine'?"


def stored(edition, weights, method):
    """Ranks as they stand in the edition."""
    import pandas as pd  # noqa: PLC0415

    (record,) = [
        each
        for each in edition.manifest.results
        if each.key == ("municipality", 2021, weights, method)
    ]
    frame = pd.read_parquet(edition.path(record.file))
    ranks = frame["rank"].astype(object).where(frame["rank"].notna(), None)
    return dict(zip(frame.area_code, ranks, strict=True))


def test_own_weights_go_with_their_edition(store, serve):
    publish(store, Inputs(recipes=((MINE, mdi.load_method()),)))
    client = serve()
    tag = client.get("/v1/weights").headers["etag"]
    assert client.get("/v1/index?weights=mine").status_code == 200
    publish(store, Inputs())
    look(client)
    assert client.get("/v1/index?weights=mine").status_code == 400
    again = client.get("/v1/weights", headers={"If-None-Match": tag})
    assert "mine" not in [each["id"] for each in again.json()["weights"]]


def test_own_weights_that_do_not_hold_up_are_refused(own_land):
    folder = own_land / "declarations" / "weights"
    folder.mkdir(parents=True)
    (folder / "one.toml").write_text('id = "mine"\nweights = { income = 1 }')
    (folder / "two.toml").write_text('id = "mine"\nweights = { work = 1 }')
    with pytest.raises(mdi.DeclarationError, match="more than once: mine"):
        create_app(Settings(data=own_land))


def test_own_weights_of_a_folder_are_offered_too(own_land):
    folder = own_land / "declarations" / "weights"
    folder.mkdir(parents=True)
    (folder / "mine.toml").write_text('id = "mine"\nweights = { income = 1 }')
    client = client_of(create_app(Settings(data=own_land)))
    assert client.get("/v1/index?weights=mine").status_code == 200


def test_a_request_keeps_the_edition_it_began_with_and_then_lets_go(store, serve):
    publish(store, Inputs())
    client = serve()
    client.get("/v1/choropleth/index")
    held = client.app.state.shelf.library
    expected = held.result("municipality", 2020, "equal", "imd").fingerprint
    publish(store, grown(40))
    look(client)
    assert client.app.state.shelf.library is not held
    assert held.result("municipality", 2020, "equal", "imd").fingerprint == expected
    gone = weakref.ref(held)
    del held
    gc.collect()
    assert gone() is None


def moved():
    """Squareland with one smaller square."""
    other = shapes()
    other.geometry[7] = other.geometry[7].buffer(-100)
    return other


def test_shapes_that_stay_the_same_are_not_read_again(store, serve):
    publish(store, Inputs())
    client = serve()
    before = client.app.state.shelf.library.atlas.shapes("municipality", 2021)
    publish(store, grown(2))
    look(client)
    assert client.app.state.shelf.library.atlas.shapes("municipality", 2021) is before
    publish(store, replace(grown(2), shapes=moved()))
    look(client)
    after = client.app.state.shelf.library.atlas.shapes("municipality", 2021)
    assert after.geometry[7].area < before.geometry[7].area


def test_domains_that_the_default_weights_do_not_fit_are_served_all_the_same(store):
    """What cannot be computed is told to who asks it; it does not hold an edition back."""
    publish(store, Inputs())
    manifest = store.current().manifest
    domains = {
        f"domains/{name}.toml": (mdi_domains() / f"{name}.toml").read_bytes()
        for name in ("income", "work")
    }
    files = {**manifest.files, **{name: store.put(body) for name, body in domains.items()}}
    catalogue = b'domains = "domains"\n' + store.current().path("catalogue.toml").read_bytes()
    files["catalogue.toml"] = store.put(catalogue)
    second = store.publish(manifest.model_copy(update={"files": files}))
    client = client_of(create_app(Settings(store=store.root)))
    assert told(client)["edition"] == second.name
    assert len(client.get("/v1/domains").json()["domains"]) == 2
    assert client.get("/v1/index").status_code == 400


def mdi_domains():
    return mdi.domains.model.HERE


def test_a_store_of_another_format_is_not_served(store, serve, caplog):
    first = publish(store, Inputs())
    client = serve()
    second = publish(store, grown(1))
    path = second.path("manifest.json")
    plain = json.loads(path.read_bytes()) | {"format": 99}
    path.unlink()
    path.write_text(json.dumps(plain))
    look(client)
    assert told(client)["edition"] == first.name
    assert "99" in caplog.text


def test_a_service_follows_by_itself_within_a_second(store):
    publish(store, Inputs())
    with TestClient(create_app(Settings(store=store.root))) as client:
        client.get("/v1/index")
        for by in range(1, 4):
            edition = publish(store, grown(by))
            switched = time.monotonic()
            while told(client)["edition"] != edition.name:
                assert time.monotonic() - switched < PATIENCE
                time.sleep(0.01)


def test_a_store_that_goes_away_and_comes_back_is_served_all_the_while(store, tmp_path):
    edition = publish(store, Inputs())
    with TestClient(create_app(Settings(store=store.root))) as client:
        assert client.get("/v1/index").status_code == 200
        shutil.move(store.root, tmp_path / "elsewhere")
        time.sleep(0.3)
        assert client.get("/v1/index").headers["x-edition"] == edition.name
        shutil.move(tmp_path / "elsewhere", store.root)
        later = publish(store, grown(1))
        until = time.monotonic() + 3
        while told(client)["edition"] != later.name:
            assert time.monotonic() < until
            time.sleep(0.02)
        assert told(client)["problem"] is None
