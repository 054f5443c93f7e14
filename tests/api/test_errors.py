"""Every mistake gets a problem document with words that help; nothing internal gets out."""

from __future__ import annotations

import logging
from pathlib import Path
from urllib.parse import quote

import pandas as pd
import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.app import create_app
from api.errors import STATUS, status_of
from api.library import Library
from api.settings import Settings
from mdi.errors import MdiError
from tests.api.conftest import EVERY_GET, OF_A_RESULT, client_of, problem_of


@pytest.mark.parametrize("address", EVERY_GET)
def test_another_method_is_refused_with_the_methods_there_are(client, address):
    answer = client.delete(address)
    problem_of(answer, 405)
    assert "GET" in answer.headers["allow"]


def test_an_address_with_a_stroke_at_the_end_is_not_found(refused):
    refused("/v1/index/", status=404)


def test_an_unexpected_error_says_nothing_of_the_inside(squareland, monkeypatch, caplog):
    def broken(*_: object) -> None:
        message = f"secret in {squareland}"
        raise KeyError(message)

    fresh = create_app(Settings(data=squareland))
    monkeypatch.setattr(Library, "result", broken)
    with caplog.at_level(logging.CRITICAL):
        answer = client_of(fresh).get("/v1/index", headers={"origin": "https://example.org"})
    found = problem_of(answer, 500)
    assert "secret" not in answer.text
    assert "our mistake" in found["detail"]


@pytest.mark.parametrize("broken", ["garbage", "gone", "other codes", "text in a column"])
def test_a_broken_table_is_no_mistake_of_the_reader(own_land, broken, caplog):
    client = client_of(create_app(Settings(data=own_land)))
    spoil(own_land / "municipality_2021.parquet", broken)
    with caplog.at_level(logging.CRITICAL):
        for address in OF_A_RESULT:
            problem_of(client.get(address), 503)
    assert client.get("/v1/index?year=2020").status_code == 200
    assert client.get("/v1/health").status_code == 200


@pytest.mark.parametrize("word", ["nowhere", "own.toml"])
def test_a_source_that_is_not_there_is_no_mistake_of_the_reader(own_land, word, caplog):
    """Found at the start, or else the service is at fault; never the reader."""
    catalogue = own_land / "catalogue.toml"
    catalogue.write_text(catalogue.read_text().replace('"sample"', f'"{word}"'))
    with caplog.at_level(logging.CRITICAL):
        try:
            client = client_of(create_app(Settings(data=own_land)))
        except MdiError:
            return
        problem_of(client.get("/v1/index"), 503)


def test_broken_shapes_are_no_mistake_of_the_reader(own_land, caplog):
    (own_land / "municipality.parquet").write_bytes(b"no shapes")
    client = client_of(create_app(Settings(data=own_land)))
    with caplog.at_level(logging.CRITICAL):
        problem_of(client.get("/v1/choropleth/index"), 503)
    assert client.get("/v1/index").status_code == 200


def test_every_error_of_the_engine_has_a_status():
    kinds = [MdiError, *MdiError.__subclasses__()]
    assert all(status_of(kind("x")) >= 400 for kind in kinds)
    assert all(status >= 400 for status in STATUS.values())


def test_names_that_do_not_exist_leave_nothing_behind(client: TestClient, app: FastAPI):
    library = app.state.shelf.library
    client.get("/v1/values/index")
    before = len(library._kept._turns), len(library.parts._turns)
    for number in range(20):
        client.get("/v1/index", params={"weights": f"none{number}"})
        client.get("/v1/values/index", params={"palette": f"none{number}"})
        client.get("/v1/values/index", params={"scheme": "fixed", "breaks": f"{number}"})
    after = len(library._kept._turns), len(library.parts._turns)
    assert all(now <= then + 1 for then, now in zip(before, after, strict=True))


def test_a_problem_says_the_address_of_a_foreign_word_unharmed(refused):
    found = refused("/v1/index/" + quote("Één"), status=404)
    assert "Één" in found["detail"]


def spoil(path: Path, how: str) -> None:
    """Break a table in one way."""
    if how == "gone":
        path.unlink()
        return
    if how == "garbage":
        path.write_bytes(b"PAR1 no parquet PAR1")
        return
    frame = pd.read_parquet(path)
    if how == "other codes":
        frame["area_code"] = frame["area_code"].str.replace("GM", "XX")
    else:
        frame["overweight"] = frame["overweight"].astype(str) + "?"
    frame.to_parquet(path)
