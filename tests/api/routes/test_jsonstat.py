"""JSON-stat 2.0 of the index and of one measure, read by libraries that others wrote."""

from __future__ import annotations

from math import prod

import pytest
from fastapi.testclient import TestClient
from jsonstat_validator import validate_jsonstat
from pyjstat import pyjstat

from api.app import create_app
from api.jsonstat import Cube, Measured, _words
from api.settings import Settings
from mdi.status import AREA_STATES, CellStatus, Filled
from tests.api.conftest import strict
from tests.squares import CODES, FEW_PEOPLE, NO_FIGURES

INDEX, VALUES = "/v1/index", "/v1/values"
ADDRESSES = [
    f"{INDEX}?f=jsonstat",
    f"{INDEX}?f=jsonstat&limit=3&offset=3&sort=-income&lang=en",
    f"{INDEX}?f=jsonstat&method=zscore",
    f"{VALUES}/woz_value?f=jsonstat",
    f"{VALUES}/landscape_naturalness?f=jsonstat&lang=en",
    f"{VALUES}/income.jsonstat",
]


@pytest.fixture(params=ADDRESSES)
def cube(client, request):
    answer = client.get(request.param)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return strict(answer.content)


def cell(cube, code, measure):
    """The value and the status of a cell, found by counting as the format says."""
    area, row = cube["dimension"]["area"], cube["dimension"]["measure"]
    place = area["category"]["index"].index(code) * cube["size"][1]
    place += row["category"]["index"].index(measure)
    return cube["value"][place], cube.get("status", {}).get(str(place))


def test_it_holds_up_to_the_standard(cube):
    assert validate_jsonstat(cube)
    assert cube["id"] == ["area", "measure", "year"]
    assert cube["role"] == {"geo": ["area"], "metric": ["measure"], "time": ["year"]}
    assert len(cube["value"]) == prod(cube["size"])
    for name, size in zip(cube["id"], cube["size"], strict=True):
        category = cube["dimension"][name]["category"]
        assert len(category["index"]) == len(set(category["index"])) == size
        assert list(category["label"]) == category["index"]
    assert set(cube["dimension"]["measure"]["category"]["unit"]) == set(
        cube["dimension"]["measure"]["category"]["index"]
    )


def test_every_cell_without_a_value_says_why(cube):
    told = cube.get("status", {})
    empty = {str(place) for place, value in enumerate(cube["value"]) if value is None}
    assert empty <= set(told)
    assert set(told.values()) == set(cube["extension"].get("status", {"label": {}})["label"])


@pytest.mark.filterwarnings("ignore:Shouldn't use this function:DeprecationWarning")  # it does
def test_another_library_reads_the_same(cube):
    read = pyjstat.Dataset(cube).write("dataframe")
    assert list(read.columns) == [
        *(cube["dimension"][name]["label"] for name in cube["id"]),
        "value",
    ]
    assert len(read) == len(cube["value"])
    for value, given in zip(read["value"], cube["value"], strict=True):
        assert (value == given) or (given is None and value != value)  # noqa: PLR0124 -- NaN


def test_the_index_is_that_of_the_list(ask):
    cube = ask(INDEX, f="jsonstat", limit=1000)
    listed = ask(INDEX, limit=1000)
    names = cube["dimension"]["measure"]["category"]["index"]
    assert cube["dimension"]["area"]["category"]["index"] == [
        area["area_code"] for area in listed["areas"]
    ]
    for area in listed["areas"]:
        for name in names:
            value, status = cell(cube, area["area_code"], name)
            assert value == area[name]
            if value is None:
                assert status in {area["status"], "missing"}
    assert {"index", "rank", "decile", "income"} <= set(names)
    assert cube["source"] == listed["provenance"]["publisher"]
    assert cube["extension"]["provenance"] == listed["provenance"]
    assert cube["extension"]["matched"] == listed["matched"]


def test_a_page_links_to_the_next(client):
    first = client.get(f"{INDEX}?f=jsonstat&limit=4").json()
    following = client.get(first["link"]["next"][0]["href"]).json()
    assert following["link"]["prev"][0]["href"].startswith("http://testserver/v1/index?")
    codes = [each["dimension"]["area"]["category"]["index"] for each in (first, following)]
    assert len({*codes[0], *codes[1]}) == 8


def test_links_follow_the_public_address(squareland):
    settings = Settings(data=squareland, public_url="https://mdi.example.nl/depriv")
    found = TestClient(create_app(settings)).get(f"{INDEX}?f=jsonstat&limit=4").json()
    assert found["link"]["next"][0]["href"].startswith("https://mdi.example.nl/depriv/v1/index?")


def test_a_measure_is_that_of_the_columns(ask):
    cube = ask(f"{VALUES}/woz_value", f="jsonstat", decimals=1)
    columns = ask(f"{VALUES}/woz_value", columns="codes,values", decimals=1)
    assert cube["dimension"]["area"]["category"]["index"] == columns["codes"] == list(CODES)
    assert cube["value"] == columns["values"]
    unit = cube["dimension"]["measure"]["category"]["unit"]["woz_value"]
    assert unit == {"label": columns["unit"], "decimals": 1}


def test_figures_about_too_few_people_are_withheld(ask):
    cube = ask(f"{VALUES}/woz_value", f="jsonstat")
    assert cell(cube, FEW_PEOPLE, "woz_value") == (None, "withheld")
    assert cell(cube, NO_FIGURES, "woz_value") == (None, "not_in_table")


def test_labels_are_in_the_language_that_is_asked(client):
    for language, area, income in (("nl", "Gebied", "Inkomen"), ("en", "Area", "Income")):
        for query, accept in ((f"&lang={language}", "*"), ("", language)):
            answer = client.get(f"{INDEX}?f=jsonstat{query}", headers={"accept-language": accept})
            assert answer.headers["content-language"] == language
            cube = answer.json()
            assert cube["dimension"]["area"]["label"] == area
            assert cube["dimension"]["measure"]["category"]["label"]["income"] == income


def test_every_language_has_an_etag_of_its_own(client):
    tags = {
        client.get(f"{INDEX}?f=jsonstat", headers={"accept-language": each}).headers["etag"]
        for each in ("nl", "en")
    }
    assert len(tags) == 2
    for tag in tags:
        again = client.get(
            f"{INDEX}?f=jsonstat", headers={"accept-language": "en", "if-none-match": tag}
        )
        assert again.status_code in {200, 304}
    assert client.get(f"{INDEX}?f=jsonstat").content == client.get(f"{INDEX}?f=jsonstat").content


def test_only_lists_that_have_a_cube_are_asked_for_one(refused):
    assert "jsonstat" in refused("/v1/rankings?f=jsonstat")["detail"]


def test_every_status_has_words():
    plain = {"ranked", "observed", "nothing", "handed_over"}
    words = {*(each.word for each in CellStatus), *(each.word for each in Filled), *AREA_STATES}
    assert words - plain <= set(_words())


def test_a_cube_without_links_and_statuses_leaves_them_out():
    cube = Cube("a", {"GM1": None}, [Measured("x", "X", 0)], 2025, [1], {}, "CBS").plain("nl")
    assert {"link", "status"}.isdisjoint(cube)
    assert cube["extension"] == {}
    assert cube["dimension"]["area"]["category"]["label"] == {"GM1": "GM1"}
    assert validate_jsonstat(cube)
