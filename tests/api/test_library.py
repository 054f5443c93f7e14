"""Every thing is read and computed once, also when many ask at the same time."""

from __future__ import annotations

import json
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import product
from threading import Barrier, Thread

import pytest
import uvicorn

import mdi
from api.app import create_app
from api.library import Library
from api.settings import Settings
from mdi.errors import DeclarationError, FileError
from tests.api.conftest import client_of

RECIPES = [
    f"?weights={weights}&method={method}&year={year}"
    for weights, method, year in product(
        ("mdi_nl", "equal"), ("imd", "zscore", "minmax"), (2020, 2021)
    )
]
ASKED = [
    *(f"/v1/index{recipe}" for recipe in RECIPES),
    *(f"/v1/choropleth/income{recipe}" for recipe in RECIPES[:4]),
    *(f"/v1/index/GM0008{recipe}" for recipe in RECIPES[:4]),
    "/v1/index?level=district&parent=PV20",
    "/v1/areas?q=0007",
]


@contextmanager
def served(app):
    """A real server in a thread, on a port of its own."""
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="critical", access_log=False))
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        thread.join(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


def counted(monkeypatch, name):
    """How often a function of the engine is called with what."""
    calls, real = Counter(), getattr(mdi, name)

    def call(*given, **named):
        calls[str(sorted((k, str(v)) for k, v in named.items()))] += 1
        return real(*given, **named)

    monkeypatch.setattr(mdi, name, call)
    return calls


def test_sixteen_who_ask_at_once_get_what_one_gets(squareland, monkeypatch):
    alone = client_of(create_app(Settings(data=squareland)))
    expected = {address: json.loads(alone.get(address).content) for address in ASKED}
    computed, read = counted(monkeypatch, "compute"), counted(monkeypatch, "read_table")
    questions = [
        ASKED[(turn * 7 + place) % len(ASKED)] for turn in range(4) for place in range(len(ASKED))
    ]
    with served(create_app(Settings(data=squareland))) as home, ThreadPoolExecutor(16) as many:

        def get(address):
            asked = urllib.request.Request(home + address, headers={"Host": "testserver"})
            with urllib.request.urlopen(asked, timeout=60) as answer:
                return json.loads(answer.read())

        answers = list(many.map(get, questions))
    assert all(
        answer == expected[address] for address, answer in zip(questions, answers, strict=True)
    )
    assert sum(computed.values()) == len(RECIPES) + 1
    assert set(read.values()) == {1}


def test_all_who_wait_get_the_same_thing_made_once(squareland, monkeypatch):
    library = Library(Settings(data=squareland))
    computed = counted(monkeypatch, "compute")
    start = Barrier(16)

    def ask(_):
        start.wait()
        return library.result("municipality", 2021, "mdi_nl", "imd")

    with ThreadPoolExecutor(16) as many:
        results = list(many.map(ask, range(16)))
    assert len({id(result) for result in results}) == 1
    assert sum(computed.values()) == 1


def test_what_failed_once_is_tried_again(own_land):
    library = Library(Settings(data=own_land))
    path = own_land / "municipality_2020.parquet"
    content = path.read_bytes()
    path.write_bytes(b"half a file")
    with pytest.raises(FileError):
        library.table("municipality", 2020)
    path.write_bytes(content)
    assert len(library.table("municipality", 2020)) == 30


def test_no_more_is_kept_than_was_agreed(squareland):
    library = Library(Settings(data=squareland, kept=3))
    for weights, method in product(("mdi_nl", "equal"), ("imd", "zscore", "minmax")):
        library.result("municipality", 2021, weights, method)
    assert len(library._kept) <= 3


def test_nothing_is_read_before_it_is_asked(own_land):
    (own_land / "municipality_2021.parquet").write_bytes(b"")
    assert Library(Settings(data=own_land)).years("municipality") == [2020, 2021]


def test_a_folder_without_a_catalogue_is_refused(tmp_path):
    with pytest.raises(FileError, match="catalogue"):
        create_app(Settings(data=tmp_path))


def test_without_municipalities_the_largest_level_is_the_default(own_land):
    catalogue = own_land / "catalogue.toml"
    parts = catalogue.read_text().split("[[")
    catalogue.write_text("[[".join([parts[0], parts[3]]))
    assert Library(Settings(data=own_land)).default_level == "district"


def test_an_unknown_level_is_refused_with_the_nearest(library):
    with pytest.raises(DeclarationError, match="municipality"):
        library.table("municipalty", 2021)
