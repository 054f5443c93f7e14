"""Areas side by side, and against others."""

from __future__ import annotations

import numpy as np
import pytest

from api.documents import CompareAnswer
from tests.api.conftest import hold
from tests.squares import FEW_PEOPLE

COMPARE, INDEX = "/v1/compare", "/v1/index"


def test_areas_have_their_measures_side_by_side(ask):
    found = ask(COMPARE, codes="GM0007,GM0001,GM0007")
    hold(CompareAnswer, found)
    assert [area["area_code"] for area in found["areas"]] == ["GM0007", "GM0001"]
    for area in found["areas"]:
        profile = ask(f"{INDEX}/{area['area_code']}")
        assert area["values"]["index"] == profile["index"]
        for domain in profile["domains"]:
            assert area["values"][domain["id"]] == domain["points"]
    assert [each["measure"] for each in found["measures"]] == list(found["areas"][0]["values"])


def test_the_country_is_the_mean_of_its_inhabitants(ask, library):
    result = library.result("municipality", 2021, "mdi_nl", "imd")
    people, index = result.table.population, result.index
    here = ~np.isnan(index)
    told = ask(COMPARE, codes="GM0001")["against"][0]
    expected = (people[here] * index[here]).sum() / people[here].sum()
    assert told["values"]["index"] == pytest.approx(expected)
    assert told["areas"] == 30


def test_a_larger_area_is_told_once_and_holds_its_own(ask):
    found = ask(COMPARE, codes="GM0001,GM0002,GM0006", against="province")
    assert [each["area_code"] for each in found["against"]] == ["PV20", "PV21"]
    for each in found["against"]:
        inside = ask(INDEX, parent=each["area_code"])["matched"]
        assert each["areas"] == inside


def test_a_region_is_what_its_codes_say(ask):
    own = ask(COMPARE, codes="GM0001", against="region", region="GM0007,GM0008")["against"][0]
    assert own["areas"] == 2
    west, country = (
        ask(COMPARE, codes="GM0001", against=against, region="PV20")["against"][0]
        for against in ("region", "province")
    )
    assert west["values"] == country["values"]


@pytest.mark.parametrize("by", ["size", "profile"])
def test_peers_are_told_with_their_distance_and_how(ask, by):
    each = ask(COMPARE, codes="GM0007", against=by, peers=4)["against"][0]
    assert each["area_code"] == "GM0007"
    assert len(each["peers"]) == each["areas"] == 4
    distances = [peer["distance"] for peer in each["peers"]]
    assert distances == sorted(distances)
    assert each["chosen"]["en"]


def test_a_figure_about_few_people_is_withheld(ask):
    area = ask(COMPARE, codes=FEW_PEOPLE)["areas"][0]
    assert "smoking" in area["withheld"]
    assert area["values"]["smoking"] is None


def test_a_table_has_a_row_for_every_measure(client, ask):
    found = ask(COMPARE, codes="GM0001,GM0007", against="country,province")
    lines = client.get(f"{COMPARE}.csv?codes=GM0001,GM0007&against=country,province").text
    told = len(found["areas"]) + len(found["against"])
    assert len(lines.splitlines()) == 1 + told * len(found["measures"])


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({}, 400),
        ({"codes": ","}, 400),
        ({"codes": "GM0001,WK000700"}, 400),
        ({"codes": "GM9999"}, 404),
        ({"codes": "none"}, 404),
        ({"codes": "GM0001", "against": "planet"}, 400),
        ({"codes": "GM0001", "against": "neighbourhood"}, 400),
        ({"codes": "GM0001", "against": "region"}, 400),
        ({"codes": "GM0001", "against": "region", "region": "PV99"}, 404),
        ({"codes": "GM0001", "peers": 0}, 400),
        ({"codes": ",".join(f"GM{n:04d}" for n in range(51))}, 400),
    ],
)
def test_what_cannot_be_compared_is_refused(refused, asked, status):
    refused(COMPARE, params=asked, status=status)
