"""The first and the last areas by a measure."""

from __future__ import annotations

import pytest

from api.documents import RankingAnswer
from tests.api.conftest import hold
from tests.squares import FEW_PEOPLE

RANKINGS = "/v1/rankings"


@pytest.mark.parametrize(
    ("measure", "worst"), [("index", max), ("income", max), ("smoking", max), ("woz_value", min)]
)
def test_the_worst_come_first(ask, measure, worst):
    found = ask(RANKINGS, measure=measure, n=1000)
    hold(RankingAnswer, found)
    values = [area["value"] for area in found["areas"]]
    assert len(values) == found["ranked"]
    assert values == sorted(values, reverse=worst is max)
    assert found["areas"][0]["place"] == 1


def test_both_ends_are_one_order(ask):
    worst, best = (ask(RANKINGS, n=1000, end=end)["areas"] for end in ("worst", "best"))
    places = {area["area_code"]: area["place"] for area in worst}
    assert {area["area_code"]: area["place"] for area in best} == places
    assert [area["place"] for area in best] == sorted(places.values(), reverse=True)


def test_places_of_the_index_are_its_ranks(ask):
    for area in ask(RANKINGS, n=1000)["areas"]:
        assert area["place"] == area["rank"]


def test_within_a_larger_area_places_are_its_own_and_ranks_the_country_s(ask):
    whole = {area["area_code"]: area for area in ask(RANKINGS, n=1000)["areas"]}
    part = ask(RANKINGS, n=1000, parent="PV20")
    assert [area["place"] for area in part["areas"]] == [*range(1, part["ranked"] + 1)]
    assert all(area["rank"] == whole[area["area_code"]]["rank"] for area in part["areas"])
    assert all(area["parent_code"] == "PV20" for area in part["areas"])


def test_no_area_of_hardly_anybody_is_shown_by_a_figure(ask):
    codes = [area["area_code"] for area in ask(RANKINGS, measure="smoking", n=1000)["areas"]]
    assert FEW_PEOPLE not in codes


def test_a_table_has_the_same_rows(client, ask):
    lines = client.get(f"{RANKINGS}.csv?n=3").text.splitlines()
    assert lines[0].startswith("place,area_code")
    assert [line.split(",")[1] for line in lines[1:]] == [
        area["area_code"] for area in ask(RANKINGS, n=3)["areas"]
    ]


def test_what_is_not_there_is_refused(refused):
    assert "did you mean" in refused(RANKINGS, params={"measure": "incom"})["hint"]
    refused(RANKINGS, params={"n": 0})
    refused(RANKINGS, params={"end": "middle"})
    refused(RANKINGS, params={"parent": "PV99"}, status=404)
