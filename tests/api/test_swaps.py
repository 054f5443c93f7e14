"""A hundred switches between two editions under load: nobody sees a failure or a mixture."""

from __future__ import annotations

import shutil
import time
from collections import Counter
from collections.abc import Iterator
from http.client import HTTPConnection
from itertools import cycle
from threading import Event, Thread
from typing import Self

import pandas as pd
import pytest

from tests.api.ogc.conftest import publish
from tests.api.serving import Serving, serving

SWAPS = 100
CLIENTS = 4
ITEMS = "/ogc/v1/collections/municipality/items"
ASKED = (
    (ITEMS, "identity"),
    (ITEMS, "gzip"),
    (ITEMS, "zstd"),
    (f"{ITEMS}?bbox=5,51,6,53&limit=7", "identity"),
    (f"{ITEMS}?filter=decile%3C5&properties=index,rank&sortby=-index", "identity"),
    (f"{ITEMS}?f=html&lang=en&limit=3", "gzip"),
    (f"{ITEMS}/GM0007", "identity"),
    ("/ogc/v1/collections/municipality-2021/items/GM0007", "gzip"),
    ("/ogc/v1/collections/municipality/tiles/WebMercatorQuad/5/10/16", "gzip"),
    ("/v1/index", "identity"),
    ("/v1/index.csv", "identity"),
    ("/v1/index/GM0007", "identity"),
    ("/v1/choropleth/index", "gzip"),
    ("/v1/values/index", "identity"),
    ("/v1/values/index?f=arrow", "identity"),
    ("/v1/rankings", "identity"),
    ("/v1/why/GM0007", "identity"),
)
ALIKE = {"/ogc/v1/collections/municipality/tiles/WebMercatorQuad/5/10/16"}  # shapes alone

Body = tuple[str, bytes]


@pytest.fixture(scope="module")
def store(squareland, tmp_path_factory):
    """Two editions whose figures differ everywhere."""
    folder = tmp_path_factory.mktemp("swaps")
    country = folder / "country"
    shutil.copytree(squareland, country)
    publish(country, folder, tiles=True)
    for file in country.glob("*_20*.parquet"):
        table = pd.read_parquet(file)
        table.loc[table.index[::2], "overweight"] *= 1.31
        table.to_parquet(file)
    return publish(country, folder, tiles=True)


def ask(connection: HTTPConnection, address: str, coding: str) -> tuple[int, str, bytes]:
    connection.request("GET", address, headers={"Accept-Encoding": coding})
    answer = connection.getresponse()
    return answer.status, answer.headers.get("x-edition", ""), answer.read()


def connected(service: Serving) -> HTTPConnection:
    return HTTPConnection("127.0.0.1", service.port, timeout=30)


class Crowd:
    """Clients that ask without a pause on connections that they keep."""

    def __init__(self, service: Serving, known: dict[tuple[str, str, str], bytes]) -> None:
        self.answers: Counter[tuple[int, str]] = Counter()
        self.wrong: list[str] = []
        self._service, self._known, self._stop = service, known, Event()
        self._threads = [Thread(target=self._ask, args=(n,)) for n in range(CLIENTS)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(60)

    def _ask(self, number: int) -> None:
        connection = connected(self._service)
        for address, coding in self._turns(number):
            try:
                status, edition, body = ask(connection, address, coding)
            except OSError as error:
                self.wrong.append(f"{address}: {error!r}")
                connection = connected(self._service)
                continue
            self.answers[status, edition] += 1
            if body != self._known.get((edition, address, coding)):
                self.wrong.append(f"{status} {edition} {address} {coding}: {body[:200]!r}")
        connection.close()

    def _turns(self, number: int) -> Iterator[tuple[str, str]]:
        for each in cycle(ASKED[number * 3 :] + ASKED[: number * 3]):
            if self._stop.is_set():
                return
            yield each


def wait_for(service: Serving, name: str) -> None:
    """Until every worker serves an edition."""
    until = time.monotonic() + 20
    seen = 0
    while seen < 20:
        assert time.monotonic() < until
        seen = seen + 1 if service.get("/v1/edition")[1]["x-edition"] == name else 0


def everything(service: Serving, name: str) -> dict[tuple[str, str, str], bytes]:
    """Every answer of an edition, while nothing is switched."""
    wait_for(service, name)
    connection = connected(service)
    found = {}
    for address, coding in ASKED:
        status, edition, body = ask(connection, address, coding)
        assert (status, edition) == (200, name), (address, body[:300])
        found[edition, address, coding] = body
    connection.close()
    return found


def test_a_hundred_switches_under_load(store, tmp_path):
    with serving(tmp_path, "--store", store.root, "--workers", 2) as service:
        one = store.current().name
        known = everything(service, one)
        other = store.rollback().name
        known |= everything(service, other)
        same = {a for a, c in ASKED if known[one, a, c] == known[other, a, c]}
        assert same == ALIKE  # or else a mixture would not be seen
        with Crowd(service, known) as crowd:
            for _ in range(SWAPS):
                store.rollback()
                time.sleep(0.15)
        assert crowd.wrong == []
        assert {status for status, _ in crowd.answers} == {200}
        assert {edition for _, edition in crowd.answers} == {one, other}
        assert crowd.answers.total() > 10 * SWAPS
