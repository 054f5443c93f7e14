"""Published key figures of the Netherlands: the whole way from the file to the index."""

import json

import numpy as np
import pandas as pd
import pytest

import mdi
from tests.countries import METHODS, twin_of

pytestmark = pytest.mark.real_data


@pytest.fixture(scope="module")
def municipalities(shared_data):
    return mdi.read_table(
        shared_data / "netherlands" / "gemeente_2021_kerncijfers.csv",
        source="nl_kerncijfers_2021",
        level="municipality",
        year=2021,
    )


@pytest.fixture(scope="module")
def result(municipalities):
    return mdi.compute(municipalities)


@pytest.fixture(scope="module")
def districts(shared_data):
    path = shared_data / "netherlands" / "wijk_2022_kwb.csv"
    return mdi.read_table(path, source="nl_wijk_2022", level="district", year=2022)


def test_all_352_municipalities_are_ranked(result):
    assert len(result) == result.ranked == 352
    assert set(result.status) == {"ranked"}


def test_the_towns_that_everybody_would_name_are_in_the_most_deprived_decile(result):
    frame = result.to_frame().set_index("area_name")
    for town in ("Heerlen", "Kerkrade", "Pekela", "Oldambt", "Emmen", "Brunssum"):
        assert frame.loc[town, "decile"] == 1, town


def test_rozendaal_and_bloemendaal_are_among_the_last_three(result):
    frame = result.to_frame().set_index("area_name")
    assert frame.loc[["Rozendaal", "Bloemendaal"], "rank"].min() >= 350


def test_deciles_are_of_equal_size_to_one_area(result):
    assert set(np.bincount(result.decile)[1:]) <= {35, 36}


def test_contributions_of_domains_sum_to_the_index_of_every_area(result):
    for code, index in zip(result.table.codes, result.index, strict=True):
        parts = [x for x in result.profile(code).contributions.values() if x is not None]
        assert abs(sum(parts) - index) < 1e-9


@pytest.mark.parametrize("method", METHODS)
def test_the_slow_twin_agrees_for_every_municipality(municipalities, method):
    rules, weights = mdi.load_method(method), mdi.load_weights("mdi_nl")
    result = mdi.compute(municipalities, method=rules)
    _, outcome = twin_of(municipalities, weights, rules)
    np.testing.assert_allclose(result.index, outcome.index, rtol=1e-9, atol=1e-9)
    np.testing.assert_array_equal(result.rank, outcome.rank)
    np.testing.assert_array_equal(result.decile, outcome.decile)


def test_the_table_offers_seven_indicators_and_says_which_domains_it_lacks(result):
    assert result.table.offered == (
        "poor_households", "household_wealth", "long_term_unemployed", "income_from_work",
        "incapacity_for_work", "low_educated", "woz_value",
    )  # fmt: skip
    # income 22.5 + work 22.5 + education 13.5 / 2 + housing 9.3 / 2
    assert result.offered == pytest.approx((22.5 + 22.5 + 6.75 + 4.65) / 99.9)
    assert result.provenance["domains_without_figures"] == [
        "health",
        "safety",
        "living_environment",
    ]
    assert "the table has no figures for health, safety, living_environment" in result.warnings[0]
    assert result.score_max == 99.9


def test_figures_are_in_the_unit_of_their_indicator(municipalities, shared_data):
    raw = pd.read_csv(shared_data / "netherlands" / "gemeente_2021_kerncijfers.csv")
    row = [f.indicator.id for f in municipalities.figures].index("incapacity_for_work")
    per_mille = raw["WelfareCare: Disability benefit (per 1k)"]
    np.testing.assert_allclose(municipalities.values[row], per_mille / 10)
    assert municipalities.names == tuple(
        raw["Naam"].astype(object).where(raw["Naam"].notna(), None)
    )
    assert municipalities.names.count(None) == 10


def test_every_profile_is_plain_data(result):
    for code in result.table.codes[::25]:
        json.dumps(result.profile(code).to_dict(), allow_nan=False)


def test_provinces_are_the_parents_of_the_municipalities(municipalities):
    known = [parent for parent in municipalities.parents if parent is not None]
    assert {parent[:2] for parent in known} == {"PV"}
    assert len(set(known)) == 12
    assert len(known) >= 342


def test_the_municipalities_of_2022_are_read_and_ranked(shared_data):
    path = shared_data / "netherlands" / "gemeente_2022_kwb.csv"
    table = mdi.read_table(path, source="nl_gemeente_2022", level="municipality", year=2022)
    result = mdi.compute(table)
    assert len(table) == 345
    assert result.ranked == 345
    deprived = set(np.array(table.names)[result.decile == 1])
    assert {"Heerlen", "Kerkrade", "Pekela"} <= deprived


def test_districts_without_people_or_with_few_are_not_ranked(districts):
    assert len(districts) == 3340
    assert (districts.population == 0).sum() == 28
    result = mdi.compute(districts)
    few = districts.population < 50
    assert few.sum() == 28 + 72
    assert not result.rank[few].any()
    assert [status for status, small in zip(result.status, few, strict=True) if small] == [
        "few_inhabitants"
    ] * 100
    assert result.ranked == (~few & (result.coverage >= 0.5 * result.offered - 1e-12)).sum()


def test_districts_belong_to_the_municipality_in_their_code(districts):
    parents = dict(zip(districts.codes, districts.parents, strict=True))
    assert parents["WK001400"] == "GM0014"


def test_gaps_of_the_districts_are_missing_and_not_zero(districts, shared_data):
    raw = pd.read_csv(shared_data / "netherlands" / "wijk_2022_kwb.csv")
    row = [f.indicator.id for f in districts.figures].index("woz_value")
    np.testing.assert_array_equal(np.isnan(districts.values[row]), raw["dwelling_value"].isna())
    assert raw["dwelling_value"].isna().any()


def test_the_shapes_of_another_year_do_not_change_the_result(municipalities, result):
    assert mdi.compute(municipalities).fingerprint == result.fingerprint
