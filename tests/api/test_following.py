"""Real servers under load while editions are published: nobody sees a failure or a mixture."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlsplit

import pytest

from api.app import create_app
from api.settings import Settings
from mdi.editions.store.assembly import assemble
from mdi.editions.store.store import Store
from tests.api.conftest import client_of
from tests.api.workers import STORE
from tests.stored import grown, manifest_of, publish

ROOT = Path(__file__).parents[2]
EDITIONS = 20
CLIENTS = 4
WITHIN = 1.0  # seconds from the switch to the last answer of the edition before
ASKED = (
    "/v1/index?limit=50",
    "/v1/choropleth/index",
    "/v1/legend/overweight?scheme=quantiles",
    "/v1/index/GM0007?year=2020",
    "/v1/index?level=district&parent=PV20",
    "/v1/areas?q=vierkant",
    "/v1/catalogue",
)


@pytest.fixture
def store(tmp_path):
    return Store.open(tmp_path / "store", create=True)


@contextmanager
def running(folder, *command, **environment):
    """A server of its own process; its address."""
    with (
        (folder / "server.log").open("w") as log,
        subprocess.Popen(
            [sys.executable, *command],
            stderr=log,
            stdout=log,
            cwd=ROOT,
            env={**os.environ, **environment},
        ) as process,
    ):
        try:
            yield process
        finally:
            process.terminate()


@contextmanager
def served(store):
    """`mdi serve --store`, and its port."""
    start = ("-c", "from mdi.cli import main; main()", "serve", "--store", str(store.root))
    with running(store.root.parent, *start, "--port", "0"):
        yield _port_in(store.root.parent / "server.log")


def _port_in(log):
    until = time.monotonic() + 30
    while time.monotonic() < until:
        found = re.search(r"http://127\.0\.0\.1:(\d+)/", log.read_text())
        if found:
            return int(found[1])
        time.sleep(0.02)
    raise AssertionError(log.read_text())


@contextmanager
def two_workers(store):
    """Two processes behind one port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    asked = ("--factory", "tests.api.workers:make", "--workers", "2", "--port", str(port))
    with running(
        store.root.parent,
        "-m",
        "uvicorn",
        *asked,
        "--log-level",
        "warning",
        **{STORE: str(store.root)},
    ):
        until = time.monotonic() + 60
        while len({_process(port) for _ in range(10)} - {None}) < 2:
            assert time.monotonic() < until, (store.root.parent / "server.log").read_text()
            time.sleep(0.1)
        yield port


def _process(port):
    try:
        return get(port, "/v1/health")[1].get("x-process")
    except OSError:
        return None


def get(port, address):
    """Ask on a connection of its own."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", address)
        answer = connection.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()
    finally:
        connection.close()


class Crowd:
    """Clients that ask without a pause, and note when they got what.

    Attributes:
        seen: moment of asking, moment of the answer, address, status, edition, process, body.
    """

    def __init__(self, port):
        self.seen, self.failures = [], []
        self._port, self._stop = port, Event()
        self._clients = [
            Thread(target=self._ask, args=(number,), daemon=True) for number in range(CLIENTS)
        ]

    def __enter__(self):
        for client in self._clients:
            client.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        for client in self._clients:
            client.join(30)

    def _ask(self, number):
        """Half of the clients keep their connection, half come anew each time."""
        kept = HTTPConnection("127.0.0.1", self._port, timeout=20)
        for address in cycle(ASKED[number:] + ASKED[:number]):
            if self._stop.is_set():
                break
            began = time.monotonic()
            try:
                status, headers, body = (
                    self._get(kept, address) if number % 2 else get(self._port, address)
                )
            except Exception as error:  # noqa: BLE001 - every failure counts
                self.failures.append(repr(error))
                continue
            named = headers.get("x-edition"), headers.get("x-process")
            self.seen.append((began, time.monotonic(), address, status, *named, body))
        kept.close()

    def _get(self, connection, address):
        connection.request("GET", address)
        answer = connection.getresponse()
        return answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read()


def inputs(turn):
    """Every edition has other figures, another title, and other shapes at times."""
    given = replace(grown(turn), title=f"Squareland {turn}")
    if turn % 3 == 0:
        given.shapes.geometry[:] = [each.buffer(-turn) for each in given.shapes.geometry]
    return given


def expected_of(edition):
    """What the folder of an edition answers to everything, alone."""
    client = client_of(create_app(Settings(data=edition.folder)))
    return {address: plain(client.get(address).content) for address in ASKED}


def plain(body):
    """An answer as plain data, without the name of the edition and where the service is."""
    found = json.loads(body)
    for link in found.get("links", ()):
        link["href"] = urlsplit(link["href"])._replace(scheme="", netloc="").geturl()
    if isinstance(found.get("provenance"), dict):
        found["provenance"].pop("edition", None)
    return found


def check(crowd, switches, editions):
    """No failure, no mixture, and nothing of an edition long after it was replaced."""
    assert crowd.failures == []
    assert Counter(status for _, _, _, status, *_ in crowd.seen) == {200: len(crowd.seen)}
    assert len(crowd.seen) > 100
    expected = {edition.name: expected_of(edition) for edition in editions}
    answers = {(name, address, body) for _, _, address, _, name, _, body in crowd.seen}
    for name, address, body in answers:
        assert plain(body) == expected[name][address], (name, address)
    late = []
    for began, _, _, _, name, *_ in crowd.seen:
        now = [edition for moment, edition in switches if moment <= began - WITHIN]
        allowed = {edition for moment, edition in switches if began - WITHIN < moment <= began + 20}
        if name not in allowed | set(now[-1:]):
            late.append((began, name))
    assert late == []
    return {name for name, _, _ in answers}


def test_the_editions_differ_in_every_answer(store):
    """Or else a mixture would not be seen."""
    first, second = (expected_of(publish(store, inputs(turn))) for turn in (2, 3))
    same = [address for address in ASKED if first[address] == second[address]]
    assert same == ["/v1/areas?q=vierkant"]


def test_twenty_editions_are_published_under_load(store):
    """Also three at once, and back to the one before."""
    editions, switches = [publish(store, inputs(1))], []
    with served(store) as port:
        for address in ASKED:
            assert get(port, address)[0] == 200
        switches.append((time.monotonic(), editions[0].name))
        with Crowd(port) as crowd:
            for turn in range(2, EDITIONS + 1):
                before = time.monotonic()
                editions.append(publish(store, inputs(turn)))
                switches.append((time.monotonic(), editions[-1].name))
                assert switches[-1][0] - before < 10
                if turn % 4:
                    wait_for(port, editions[-1].name)
            back = store.rollback()
            switches.append((time.monotonic(), back.name))
            wait_for(port, back.name)
            time.sleep(0.3)
    seen = check(crowd, switches, editions)
    assert back.name == editions[-2].name
    assert len(seen) >= EDITIONS * 3 // 4


def wait_for(port, name):
    """Until the edition is served; a second at the most."""
    switched = time.monotonic()
    while get(port, "/v1/edition")[1].get("x-edition") != name:
        assert time.monotonic() - switched < WITHIN
        time.sleep(0.01)


def test_two_workers_follow_both(store):
    editions, switches = [publish(store, inputs(1))], []
    with two_workers(store) as port:
        for _ in range(10):
            for address in ASKED:
                assert get(port, address)[0] == 200
        switches.append((time.monotonic(), editions[0].name))
        with Crowd(port) as crowd:
            for turn in range(2, 7):
                editions.append(publish(store, inputs(turn)))
                switches.append((time.monotonic(), editions[-1].name))
                time.sleep(1.2)
    check(crowd, switches, editions)
    last = {process for *_, name, process, _ in crowd.seen if name == editions[-1].name}
    assert len(last) == 2


def test_a_flipped_bit_is_not_served_under_load(store):
    first = publish(store, inputs(1))
    with served(store) as port:
        for address in ASKED:
            assert get(port, address)[0] == 200
        began = time.monotonic()
        with Crowd(port) as crowd:
            for turn in (2, 3):
                publish_damaged(store, inputs(turn))
                time.sleep(0.6)
            found = json.loads(get(port, "/v1/edition")[2])
            third = publish(store, inputs(4))
            switched = time.monotonic()
            wait_for(port, third.name)
            time.sleep(0.2)
    assert found["edition"] == first.name
    assert found["published"] != first.name
    assert found["published"] in found["problem"]
    check(crowd, [(began, first.name), (switched, third.name)], [first, third])
    log = (store.root.parent / "server.log").read_text()
    assert f"Edition '{found['published']}' is damaged" in log
    assert f"Edition '{third.name}' is served" in log
    assert "Traceback" not in log


def publish_damaged(store, given):
    """An edition with a flipped bit becomes the current one."""
    manifest = manifest_of(store, given)
    folder = store.folder_of(manifest.edition)
    assemble(store.objects, manifest, folder)
    path = folder / "tables" / "municipality-2021.parquet"
    content = bytearray(path.read_bytes())
    content[1000] ^= 1
    path.unlink()
    path.write_bytes(content)
    store.switches.switch(manifest.edition)


def test_a_store_without_an_edition_answers_and_then_serves(store):
    with served(store) as port:
        status, _, body = get(port, "/v1/index")
        assert status == 503
        assert "No edition has been published" in json.loads(body)["detail"]
        edition = publish(store, inputs(1))
        until = time.monotonic() + 5
        while get(port, "/v1/index")[0] != 200:
            assert time.monotonic() < until
            time.sleep(0.02)
        assert get(port, "/v1/index")[1]["x-edition"] == edition.name
