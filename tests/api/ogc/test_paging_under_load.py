"""Real workers and many readers: pages stay of one edition while editions are switched."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Thread

import pytest

from tests.api.ogc.asking import MUNICIPALITIES, href, ids
from tests.api.ogc.conftest import publish
from tests.api.ogc.test_editions import next_country
from tests.api.serving import serving

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

    with serving(tmp_path, "--store", store.root, "--workers", 2) as service:
        whole = {}
        for edition in store.editions():
            answer = service.get(f"{query}00&edition={edition.name}")
            whole[edition.name] = [each["id"] for each in json.loads(answer[2])["features"]]
        switching = Thread(target=switch)
        switching.start()
        try:
            with ThreadPoolExecutor(4) as pool:
                walks = [*pool.map(lambda _: walk(service, query), range(40))]
        finally:
            left.set()
            switching.join()
    assert len(set(map(tuple, whole.values()))) == 2
    for editions, found in walks:
        (edition,) = editions
        assert found == whole[edition]
    assert {edition for editions, _ in walks for edition in editions} == set(whole)


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
