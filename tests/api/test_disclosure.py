"""Figures about too few people are not shown, wherever figures are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.app import create_app
from api.disclosure import Disclosure
from api.settings import Settings
from tests.api.conftest import client_of, strict
from tests.squares import FEW_PEOPLE, make_squareland, municipalities

INCOME, OTHER = "poor_households", "smoking"
SOME = "GM0007"  # has 80 inhabitants: enough for a rank, too few for figures of income


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """Squareland with a municipality of eighty."""
    land = make_squareland(tmp_path_factory.mktemp("few"))
    frame = municipalities(2021)
    frame.loc[frame.area_code == SOME, "population"] = 80
    frame.to_parquet(land / "municipality_2021.parquet")
    return land


@pytest.fixture(scope="module")
def service(few):
    return client_of(create_app(Settings(data=few)))


def get(service, address):
    answer = service.get(address)
    assert answer.status_code == 200, answer.text
    return strict(answer.content)


def leaves(profile):
    stack = [each for domain in profile["domains"] for each in domain["indicators"]]
    while stack:
        each = stack.pop()
        stack += each["parts"]
        yield each


def test_a_profile_withholds_figures_of_income_below_a_hundred(service):
    profile = get(service, f"/v1/index/{SOME}")
    assert profile["rank"], "the index is for the method to decide"
    withheld = {each["id"] for each in leaves(profile) if each["status"] == "withheld"}
    assert {INCOME, "household_wealth"} <= withheld
    assert OTHER not in withheld
    for each in leaves(profile):
        if each["status"] == "withheld":
            assert each["value"] is each["points"] is each["contribution"] is None


def test_below_fifty_no_figure_is_shown(service):
    profile = get(service, f"/v1/index/{FEW_PEOPLE}")
    assert all(each["value"] is None for each in leaves(profile))
    assert {each["status"] for each in leaves(profile)} <= {"withheld", "not_offered", "missing"}


def test_what_is_withheld_does_not_follow_from_the_rest(service):
    for domain in get(service, f"/v1/index/{SOME}?method=minmax")["domains"]:
        siblings = domain["indicators"]
        if any(each["status"] == "withheld" for each in siblings):
            assert all(each["contribution"] is None for each in siblings)


@pytest.mark.parametrize(
    ("measure", "hidden"), [(INCOME, {SOME, FEW_PEOPLE}), (OTHER, {FEW_PEOPLE})]
)
def test_maps_and_columns_have_no_value_there(service, measure, hidden):
    drawn = get(service, f"/v1/choropleth/{measure}")["features"]
    told = {each["id"]: each["properties"] for each in drawn}
    assert all(told[code]["value"] is None for code in hidden)
    assert {code for code in told if told[code]["value_status"] == "withheld"} == hidden
    found = get(service, f"/v1/values/{measure}?columns=ids,codes,values")
    values = dict(zip(found["codes"], found["values"], strict=True))
    assert all(values[code] is None for code in hidden)
    names = dict(zip(found["ids"], found["codes"], strict=True))
    assert {names[number] for number in found["withheld"]} == hidden


def test_who_serves_sets_how_few_is_too_few(few):
    open_ = client_of(
        create_app(Settings(data=few, least_population=0, least_population_of_income=0))
    )
    assert all(
        each["status"] != "withheld" for each in leaves(get(open_, f"/v1/index/{FEW_PEOPLE}"))
    )
    strict_ = client_of(create_app(Settings(data=few, least_population=10**6)))
    values = get(strict_, "/v1/values/smoking")["values"]
    assert set(values) == {None}


def test_the_tag_follows_what_is_shown(service, few):
    other = client_of(create_app(Settings(data=few, least_population=70)))
    address = f"/v1/values/{OTHER}"
    assert service.get(address).headers["etag"] != other.get(address).headers["etag"]


def test_a_method_of_ones_own_scores_no_area_of_hardly_anybody(service):
    body = {"method": {"indicators": {"by": "minmax"}, "min_population": 5}}
    answer = service.post("/v1/index", json=body)
    assert answer.status_code == 400
    assert "50" in answer.json()["hint"]


@given(st.integers(0, 300), st.sampled_from([INCOME, OTHER]))
def test_the_limit_itself_is_enough(people, indicator):
    shown = Disclosure(50, 100, (INCOME,))
    profile = {
        "population": people,
        "domains": [{"indicators": [_figure(indicator)]}],
    }
    found = shown.profile(profile)["domains"][0]["indicators"][0]
    assert (found["value"] is None) == (people < shown.least_for(indicator))


def test_an_unknown_number_of_people_counts_as_enough(library):
    result = library.result("municipality", 2021, "mdi_nl", "imd")
    unknown = np.isnan(result.table.population)
    assert not library.disclosure.withheld(result, OTHER)[unknown].any()


def _figure(indicator):
    names = ("shrunken", "own_weight", "points", "contribution")
    return {
        **dict.fromkeys(names, 1.0),
        "id": indicator,
        "value": 3.0,
        "status": "observed",
        "parts": [],
    }
