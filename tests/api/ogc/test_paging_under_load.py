"""Real workers and many readers: pages stay of one edition while editions are switched."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread
from time import monotonic

import pytest

from tests.api.ogc.asking import MUNICIPALITIES, href, ids
from tests.api.ogc.conftest import publish
from tests.api.ogc.test_editions import next_country
from tests.api.serving import serving

READERS, WALKS = 4, 40
PATIENCE = 60  # seconds
LIST = f"/ogc/v1/collections/{MUNICIPALITIES}/items"


@pytest.fixture
def store(squareland, tmp_path):
    """Two editions, whose areas come in another order."""
    publish(squareland, tmp_path)
    return publish(next_country(tmp_path / "next"), tmp_path)


def test_readers_of_two_workers_page_on_while_editions_are_switched(store, tmp_path):
    """Every walk from page to page is of one edition, whole and in order."""
    query = f"{LIST}?sortby=-index&limit=6"
    left, walks = Event(), []

    def switch():
        while not left.wait(0.1):
            store.rollback()

    def read(_):
        until = monotonic() + PATIENCE
        while monotonic() < until and (len(walks) < WALKS or seen(walks) < set(whole)):
            walks.append(walk(service, query))

    with serving(tmp_path, "--store", store.root, "--workers", 2) as service:
        whole = {}
        for edition in store.editions():
            answer = service.get(f"{query}00&edition={edition.name}")
            whole[edition.name] = [each["id"] for each in json.loads(answer[2])["features"]]
        switching = Thread(target=switch)
        switching.start()
        try:
            with ThreadPoolExecutor(READERS) as pool:
                list(pool.map(read, range(READERS)))
        finally:
            left.set()
            switching.join()
    assert len(set(map(tuple, whole.values()))) == 2
    for editions, found in walks:
        (edition,) = editions
        assert found == whole[edition]
    assert len(walks) >= WALKS
    assert seen(walks) == set(whole)


def seen(walks):
    """The editions that were read."""
    return {edition for editions, _ in walks for edition in editions}


def walk(service, address):
    """The editions of all pages, and the areas on them."""
    editions, found = set(), []
    while address:
        status, headers, body = service.get(address)
        assert status == 200, body[:300]
        page = json.loads(body)
        editions.add(headers["x-edition"])
        found += ids(page)
        address = href(page, "next")
    return editions, found
