"""The search for areas."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from api.app import create_app
from api.documents import Areas, AreasAt
from api.gazetteer import folded
from api.settings import Settings
from geodata.crs import to_wgs84
from tests.api.conftest import client_of, hold, strict
from tests.api.ogc.conftest import publish
from tests.squares import NO_FIGURES, NO_SHAPE, SIDE, make_squareland, shapes

AREAS, AT = "/v1/areas", "/v1/areas/at"


def codes_of(document):
    return [area["area_code"] for area in document["areas"]]


def test_without_a_question_it_is_the_first_areas_the_larger_first(ask):
    found = ask(AREAS)
    hold(Areas, found)
    assert found["matched"] == 90
    assert len(found["areas"]) == 20
    assert {area["level"] for area in found["areas"]} == {"municipality"}


@pytest.mark.parametrize("q", ["een", "Één", "ÉÉN", "EEN 'H"])
def test_accents_and_capitals_do_not_matter(ask, q):
    assert codes_of(ask(AREAS, q=q)) == ["GM0005"]


@pytest.mark.parametrize("q", ["gm0031", "GM0031", "0031"])
def test_a_code_finds_its_area(ask, q):
    assert codes_of(ask(AREAS, q=q, level="municipality")) == [NO_SHAPE]


@pytest.mark.parametrize("q", ["%", "_", ".*", "\\", "(", "nowhere", "' or 1=1 --", "\x00"])
def test_signs_stand_for_themselves(ask, q):
    assert ask(AREAS, q=q) == {"matched": 0, "areas": []}


def test_names_that_begin_so_come_first(ask):
    found = ask(AREAS, q="v", limit=100)["areas"]
    starts = [(area["area_name"] or "").lower().startswith("v") for area in found]
    assert starts == sorted(starts, reverse=True)


def test_a_level_a_year_and_a_larger_area_narrow_the_search(ask):
    assert ask(AREAS, level="district")["matched"] == 60
    assert ask(AREAS, year=2020)["matched"] == 30
    assert codes_of(ask(AREAS, parent="GM0007")) == ["GM0007", "WK000700", "WK000701"]
    assert codes_of(ask(AREAS, parent="GM0007", level="district")) == ["WK000700", "WK000701"]
    east = ask(AREAS, parent="PV21", limit=100)
    assert {area["parent_code"] for area in east["areas"] if area["level"] == "municipality"} == {
        "PV21"
    }


def test_a_limit_holds_back_and_says_how_many_there_are(ask):
    found = ask(AREAS, q="vierkant", limit=3)
    assert (found["matched"], len(found["areas"])) == (30, 3)


def test_an_area_that_is_found_has_a_profile(ask):
    for area in ask(AREAS, limit=100)["areas"][::9]:
        profile = ask(f"/v1/index/{area['area_code']}")
        assert profile["level"] == area["level"]
        assert profile["parent_code"] == area["parent_code"]


@pytest.fixture(scope="module")
def renamed(tmp_path_factory):
    """Squareland, where one municipality had another name in 2020."""
    land = make_squareland(tmp_path_factory.mktemp("renamed"))
    path = land / "municipality_2020.parquet"
    frame = pd.read_parquet(path)
    frame.loc[frame.area_code == "GM0007", "area_name"] = "Oud-Zøldeburg"
    frame.to_parquet(path)
    return client_of(create_app(Settings(data=land)))


@pytest.mark.parametrize("q", ["oud zoldeburg", "OUD-ZØLD", "Zøldeburg"])
def test_an_old_name_is_found_and_told(renamed, q):
    (found,) = strict(renamed.get(AREAS, params={"q": q}).content)["areas"]
    assert found["area_code"] == "GM0007"
    assert found["area_name"] == "Vierkant & zoon 0007"
    assert found["formerly"] == ["Oud-Zøldeburg"]
    assert found["until"] is None


def test_a_name_of_a_later_year_is_not_known_before(renamed):
    then = strict(renamed.get(AREAS, params={"q": "GM0007", "year": 2020}).content)["areas"][0]
    assert (then["area_name"], then["formerly"]) == ("Oud-Zøldeburg", [])


def test_an_area_that_is_no_more_is_found_by_name_and_told(ask):
    found = {area["area_code"]: area for area in ask(AREAS, q="vierkant", limit=100)["areas"]}
    assert found[NO_FIGURES]["until"] == 2020
    assert {area["until"] for code, area in found.items() if code != NO_FIGURES} == {None}
    assert next(reversed(found)) == NO_FIGURES, "after those that are"


@given(st.text())
def test_folding_is_done_once_and_minds_no_capitals(text):
    assert folded(folded(text)) == folded(text)
    assert folded(text.upper().lower()) == folded(text.lower())


@pytest.fixture(scope="module")
def of_edition(squareland, tmp_path_factory):
    """The same country as an edition, whose shapes are not read."""
    store = publish(squareland, tmp_path_factory.mktemp("areas"))
    return client_of(create_app(Settings(store=store.root)))


@pytest.mark.parametrize("kind", ["folder", "edition"])
def test_every_point_lies_where_shapely_says(client, of_edition, kind):
    asked = client if kind == "folder" else of_edition
    drawn = shapes()
    rng = np.random.default_rng(3)
    for x, y in rng.uniform((149_500, 449_500), (162_500, 460_500), (60, 2)).tolist():
        answer = asked.get(AT, params={"x": x, "y": y})
        found = strict(answer.content)
        hold(AreasAt, found)
        expected = [
            code
            for code, shape in zip(drawn.codes, drawn.geometry, strict=True)
            if shape.contains(shapely.Point(x, y))
        ]
        assert [area["area_code"] for area in found["areas"]] == expected


def test_degrees_and_metres_are_the_same_point(ask):
    point = to_wgs84(np.array([shapely.Point(151_000 + SIDE, 451_000)], object), "EPSG:28992")[0]
    by_degrees = ask(AT, lon=point.x, lat=point.y)
    assert by_degrees["areas"] == ask(AT, x=151_000 + SIDE, y=451_000, crs="EPSG:28992")["areas"]
    (found,) = by_degrees["areas"]
    assert found["area_code"] == "GM0002"
    assert found["parent_code"] == "PV20"
    assert found["year"] == 2021


def test_a_point_outside_lies_nowhere(ask):
    assert ask(AT, lon=4.0, lat=52.0)["areas"] == []
    assert ask(AT, lon=-70.0, lat=-10.0)["areas"] == []


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"lon": 5},
        {"x": 5, "lat": 52},
        {"lon": 5, "lat": 52, "x": 1, "y": 1},
        {"lon": "inf", "lat": 52},
        {"lon": 500, "lat": 52},
        {"x": 1e12, "y": 5},
        {"x": 5, "y": 5, "crs": "EPSG:1"},
        {"lon": 5, "lat": 52, "crs": "EPSG:28992"},
    ],
)
def test_what_is_no_point_is_refused(refused, asked):
    refused(AT, params=asked)
