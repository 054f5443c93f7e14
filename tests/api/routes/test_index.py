"""The list of areas, page by page, and one area explained."""

from __future__ import annotations

import math

import pytest

import mdi
from api.documents import AreaProfile, IndexAnswer
from tests.api.conftest import hold
from tests.squares import FEW_FIGURES, FEW_PEOPLE, NO_SHAPE

INDEX, DOMAINS = "/v1/index", [domain.id for domain in mdi.load_domains()]
COLUMNS = [
    *("area_code", "area_name", "index", "rank", "decile", "coverage", "status"),
    *DOMAINS,
    *(f"{name}_rank" for name in DOMAINS),
    "parent_code",
]


def codes_of(document):
    return [area["area_code"] for area in document["areas"]]


def test_without_parameters_it_is_the_newest_year_of_municipalities(ask):
    found = ask(INDEX)
    hold(IndexAnswer, found)
    told = found["provenance"]
    assert (told["level"], told["year"]) == ("municipality", 2021)
    assert (told["weights"]["id"], told["method"]["id"]) == ("mdi_nl", "imd")
    assert found["matched"] == found["returned"] == 30
    assert told["score_max"] == 99.9


def test_areas_have_the_columns_of_the_files(ask):
    assert all(list(area) == COLUMNS for area in ask(INDEX)["areas"])


def test_the_most_deprived_come_first_and_areas_without_a_rank_last(ask):
    areas = ask(INDEX)["areas"]
    ranks = [area["rank"] for area in areas]
    assert ranks == [*range(1, 29), None, None]
    assert {area["area_code"]: area["status"] for area in areas[-2:]} == {
        FEW_PEOPLE: "few_inhabitants",
        FEW_FIGURES: "low_coverage",
    }
    assert all(area["index"] is None and area["income"] is None for area in areas[-2:])


def test_the_numbers_are_those_of_the_engine(ask, squareland):
    table = mdi.read_table(
        squareland / "municipality_2021.parquet", source="sample", level="municipality", year=2021
    )
    scores = mdi.compute(table, weights="equal", method="minmax").scores
    for area in ask(INDEX, weights="equal", method="minmax")["areas"]:
        row = scores.loc[area["area_code"]]
        for name in ("index", *DOMAINS, "coverage"):
            value = math.nan if area[name] is None else area[name]
            assert value == row[name] or (math.isnan(value) and math.isnan(row[name]))


@pytest.mark.parametrize("level", ["municipality", "district"])
@pytest.mark.parametrize("weights", ["mdi_nl", "equal"])
@pytest.mark.parametrize("method", ["imd", "zscore", "minmax"])
def test_every_combination_is_there(ask, level, weights, method):
    found = ask(INDEX, level=level, weights=weights, method=method)
    hold(IndexAnswer, found)
    assert found["provenance"]["method"]["id"] == method


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("downward", [False, True])
def test_areas_are_sorted_by_any_column_with_gaps_last_and_ties_by_code(ask, column, downward):
    areas = ask(INDEX, sort=f"{'-' * downward}{column}")["areas"]
    known = [area for area in areas if area[column] is not None]
    assert areas[: len(known)] == known
    by_code = sorted(known, key=lambda area: area["area_code"])
    assert known == sorted(by_code, key=lambda area: area[column], reverse=downward)


@pytest.mark.parametrize("limit", [1, 7, 30, 31])
@pytest.mark.parametrize("sort", ["rank", "-status", "area_name"])
def test_following_the_links_meets_every_area_once(ask, client, limit, sort):
    whole = codes_of(ask(INDEX, sort=sort))
    met, address = [], f"{INDEX}?sort={sort}&limit={limit}"
    while address:
        page = client.get(address).json()
        links = {link["rel"]: link["href"] for link in page["links"]}
        assert client.get(links["self"]).json() == client.get(address).json()
        assert page["returned"] == len(page["areas"])
        met += codes_of(page)
        address = links.get("next")
    assert met == whole
    assert len(set(met)) == 30


def test_the_links_back_reach_the_first_page(client):
    page = client.get(
        f"{INDEX}?limit=7&offset=10&parent=&weights=equal".replace("&parent=", "")
    ).json()
    steps = 0
    while back := {link["rel"]: link["href"] for link in page["links"]}.get("prev"):
        page, steps = client.get(back).json(), steps + 1
        assert page["provenance"]["weights"]["id"] == "equal"
    assert page["areas"][0]["rank"] == 1
    assert steps == 2


def test_a_page_beyond_the_last_is_empty(ask):
    found = ask(INDEX, offset=10**12)
    assert (found["matched"], found["returned"], found["areas"]) == (30, 0, [])
    assert "next" not in {link["rel"] for link in found["links"]}


def test_a_larger_area_chooses_areas_and_changes_no_number(ask):
    whole = {area["area_code"]: area for area in ask(INDEX)["areas"]}
    west, east = (ask(INDEX, parent=parent)["areas"] for parent in ("PV20", "PV21"))
    assert all(area["parent_code"] == "PV20" for area in west)
    assert {area["area_code"]: area for area in west + east} == whole
    assert len(west) + len(east) == 30


def test_a_larger_area_reaches_through_the_levels(ask):
    of_municipality = ask(INDEX, level="district", parent="GM0007")["areas"]
    assert sorted(area["area_code"] for area in of_municipality) == ["WK000700", "WK000701"]
    of_province = ask(INDEX, level="district", parent="PV20", limit=100)["areas"]
    assert {area["parent_code"] for area in of_province} == {
        area["area_code"] for area in ask(INDEX, parent="PV20")["areas"]
    }


def test_warnings_name_no_column_that_was_read(ask):
    told = " ".join(ask(INDEX)["provenance"]["warnings"])
    assert "area_name" not in told
    assert "parent_code" not in told


@pytest.mark.parametrize("method", ["imd", "zscore", "minmax"])
@pytest.mark.parametrize("year", [2020, 2021])
def test_the_contributions_of_domains_sum_to_the_index(ask, method, year):
    for area in ask(INDEX, method=method, year=year)["areas"]:
        profile = ask(f"{INDEX}/{area['area_code']}", method=method, year=year)
        hold(AreaProfile, profile)
        assert profile["index"] == area["index"]
        if area["index"] is None:
            assert all(domain["contribution"] is None for domain in profile["domains"])
            continue
        parts = [domain["contribution"] or 0.0 for domain in profile["domains"]]
        assert math.fsum(parts) == pytest.approx(area["index"], abs=1e-9)
        for domain in profile["domains"]:
            assert domain["points"] == area[domain["id"]]
            assert domain["rank"] == area[f"{domain['id']}_rank"]


def test_a_profile_tells_what_is_missing_and_why(ask):
    profile = ask(f"{INDEX}/GM0004")
    leaves = {
        leaf["id"]: leaf
        for domain in profile["domains"]
        for indicator in domain["indicators"]
        for leaf in (indicator["parts"] or [indicator])
    }
    assert len(leaves) == 20
    assert leaves["smoking"]["status"] == "suppressed"
    assert leaves["landscape_naturalness"]["status"] == "not_offered"
    assert leaves["overweight"]["status"] == "observed"
    assert leaves["smoking"]["value"] is None
    assert leaves["overweight"]["value"] is not None


def test_the_level_of_a_profile_follows_from_the_code(ask):
    assert ask(f"{INDEX}/WK000700")["level"] == "district"
    assert ask(f"{INDEX}/GM0007")["level"] == "municipality"
    assert ask(f"{INDEX}/{NO_SHAPE}")["parent_code"] == "PV20"


@pytest.mark.parametrize("weights", ["mdi_nl", "equal"])
@pytest.mark.parametrize("method", ["imd", "zscore", "minmax"])
def test_the_same_weights_and_rules_in_a_body_give_the_same_numbers(ask, client, weights, method):
    declared, rules = mdi.load_weights(weights), mdi.load_method(method)
    body = {
        "weights": {"weights": declared.weights, "of": declared.of},
        "method": rules.model_dump(mode="json", exclude={"note", "name"}),
        "sort": "area_code",
    }
    found = client.post(INDEX, json=body).json()
    hold(IndexAnswer, found)
    assert found["areas"] == ask(INDEX, weights=weights, method=method, sort="area_code")["areas"]


def test_an_empty_body_takes_the_defaults(ask, client):
    assert client.post(INDEX, json={}).json()["areas"] == ask(INDEX)["areas"]


def test_a_body_may_ask_all_that_an_address_may(ask, client):
    asked = {"level": "district", "year": 2021, "weights": "equal", "method": "zscore"}
    page = {"parent": "PV21", "sort": "-income", "limit": 4, "offset": 2}
    found = client.post(INDEX, json={**asked, **page}).json()
    expected = ask(INDEX, **asked, **page)
    assert {**found, "links": 0} == {**expected, "links": 0}


def test_with_all_the_weight_on_one_domain_the_index_is_its_points(client):
    mine = client.post(INDEX, json={"weights": {"weights": {"income": 3}}}).json()
    ranked = [area for area in mine["areas"] if area["rank"]]
    assert len(ranked) == 29
    for area in ranked:
        assert area["index"] == pytest.approx(area["income"], abs=1e-9)
        assert area["rank"] == area["income_rank"]


def test_weights_of_ones_own_are_not_kept(client, library):
    before = len(library._kept)
    for weight in (1, 2, 3):
        client.post(INDEX, json={"weights": {"weights": {"income": weight, "work": 1}}})
    assert len(library._kept) == before


@pytest.mark.parametrize(
    "rules",
    [
        {"by": "exponential_rank", "c": 1e-300},
        {"by": "exponential_rank", "c": 1e-3},
        {"by": "exponential_rank", "c": 1e15},
        {"by": "exponential_rank", "c": 1e300},
    ],
)
def test_rules_at_the_edge_are_refused_or_give_numbers(client, rules):
    method = {"indicators": {"by": "normal_score"}, "domains": rules, "index": "weights"}
    answer = client.post(INDEX, json={"method": method})
    assert answer.status_code in {200, 400}
    if answer.status_code == 200:
        ranked = [area for area in answer.json()["areas"] if area["rank"]]
        assert len(ranked) == 28
        assert all(0 <= area["index"] <= 100 for area in ranked)
        assert len({area["index"] for area in ranked}) > 20
