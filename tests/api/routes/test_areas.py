"""The search for areas."""

from __future__ import annotations

import pytest

from api.documents import Areas
from tests.api.conftest import hold
from tests.squares import NO_SHAPE

AREAS = "/v1/areas"


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
    assert (found["matched"], len(found["areas"])) == (29, 3)


def test_an_area_that_is_found_has_a_profile(ask):
    for area in ask(AREAS, limit=100)["areas"][::9]:
        profile = ask(f"/v1/index/{area['area_code']}")
        assert profile["level"] == area["level"]
        assert profile["parent_code"] == area["parent_code"]
