"""A service over a store that is kept elsewhere: it follows, and outlives the storage."""

from __future__ import annotations

import time

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from api.shelf import REFUSED, UNKNOWN
from tests.editions.remote.storages import failing, flip, remote
from tests.editions.store.making import contents
from tests.stored import Inputs, grown, publish

PATIENCE = 5.0


@pytest.fixture
def follow(place, tmp_path):
    """A service that follows, over an own copy."""
    return lambda: TestClient(create_app(Settings(store=place, cache=tmp_path / "service")))


def told(client):
    return client.get("/v1/edition").json()


def until(client, **expected):
    """Seconds until the service tells this."""
    begun = time.monotonic()
    while not expected.items() <= told(client).items():
        assert time.monotonic() - begun < PATIENCE, told(client)
        assert client.get("/v1/index").status_code == 200
        time.sleep(0.02)
    return time.monotonic() - begun


def test_a_service_follows_every_edition_without_a_failed_request(store, follow):
    publish(store, Inputs())
    with follow() as client:
        for by in range(1, 4):
            edition = publish(store, grown(by))
            until(client, edition=edition.name, problem=None)
        first = store.history()[0].edition
        store.rollback(first)
        until(client, edition=first)


def test_a_service_keeps_the_last_two_editions_alone(store, follow, tmp_path):
    publish(store, Inputs())
    with follow() as client:
        for by in (1, 2, 3):
            until(client, edition=publish(store, grown(by)).name)
        copy = next((tmp_path / "service").iterdir())
        begun = time.monotonic()
        while len(list((copy / "editions").iterdir())) > 2:
            assert time.monotonic() - begun < PATIENCE
            time.sleep(0.02)
    assert len(store.names()) == 4


def test_a_damaged_edition_is_never_served(store, follow, caplog):
    first = publish(store, Inputs())
    with follow() as client:
        push = store._switch

        def damaged(name):
            new = {*store.copy.edition(name).manifest.files.values()}
            sha256 = next(iter(new - {*first.manifest.files.values()})).sha256
            flip(store.depot, f"objects/{sha256[:2]}/{sha256}")
            push(name)

        store._switch = damaged
        second = publish(store, grown(1))
        until(client, published=second.name, edition=first.name)
        until(client, problem=REFUSED.format(name=second.name))
        assert "is damaged" in caplog.text
        assert store.verify() != []
        store._switch = push
        publish(store, grown(1))
        until(client, edition=second.name, problem=None)


def test_a_storage_that_goes_away_and_comes_back_is_served_all_the_while(store, follow, caplog):
    edition = publish(store, Inputs())
    with follow() as client:
        cut = failing(client.app.state.shelf._store)
        cut.fail(1, ConnectionError("gone"))
        until(client, problem=UNKNOWN, edition=edition.name)
        assert client.get("/v1/index").headers["x-edition"] == edition.name
        assert caplog.text.count("the storage does not answer") == 1
        later = publish(store, grown(1))
        cut.heal()
        until(client, edition=later.name, problem=None)


def test_a_service_that_starts_without_the_storage_serves_what_it_has(
    store, follow, place, tmp_path, monkeypatch
):
    edition = publish(store, Inputs())
    with follow():
        pass
    monkeypatch.setattr("mdi.editions.remote.depot.Depot.read", _gone)
    monkeypatch.setattr("mdi.editions.remote.depot.Depot.mark", _gone)
    with follow() as client:
        assert client.get("/v1/index").headers["x-edition"] == edition.name
        assert told(client)["problem"]
    with TestClient(create_app(Settings(store=place, cache=tmp_path / "empty"))) as client:
        assert client.get("/v1/index").status_code == 503


def _gone(*_):
    from mdi.errors import FileError  # noqa: PLC0415

    raise FileError("the storage does not answer")


def test_what_is_served_is_what_was_published(store, follow, place, tmp_path):
    edition = publish(store, Inputs())
    with follow() as client:
        assert client.get("/v1/choropleth/index").status_code == 200
    other = remote(place, tmp_path / "service", create=False)
    assert contents(other.folder_of(edition.name)) == contents(edition.folder)
