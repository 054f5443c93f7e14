"""A profile explains an area: every domain and indicator, with what is missing named."""

import json

import numpy as np
import pandas as pd
import pytest

import mdi
from tests.countries import LEAVES, random_table, table_of

ODD = pd.DataFrame(
    {
        "area_code": ["GM0001", "GM0002", "GM0003"],
        "area_name": ["Aa", None, "Cc"],
        "population": [100, np.nan, 10],
        "poor_households": [3.0, 5.0, 7.0],
        "smoking": [20.0, np.nan, 15.5],
        "smoking_status": ["observed", "suppressed", "estimated"],
        "overweight": [50.0, 40.0, 45.0],
    }
)


def profile(code, frame=ODD, **how):
    return mdi.compute(
        mdi.IndicatorTable.from_frame(frame, level="municipality", year=2021), **how
    ).profile(code)


def found(profile, name):
    stack = list(profile.domains)
    while stack:
        node = stack.pop()
        if node.id == name:
            return node
        stack.extend(getattr(node, "indicators", ()) or getattr(node, "parts", ()))
    raise LookupError(name)


def test_every_indicator_is_shown_with_its_figure_unit_year_and_status():
    smoking = found(profile("GM0001"), "smoking")
    assert (smoking.value, smoking.unit, smoking.year) == (20.0, "%", 2021)
    assert (smoking.status, smoking.direction) == ("observed", "worse")
    assert smoking.name == {"nl": "rokers", "en": "smoking"}


def test_all_domains_and_leaves_are_there_even_without_figures():
    shown = profile("GM0001")
    leaves = [leaf.id for d in shown.domains for i in d.indicators for leaf in (i.parts or (i,))]
    assert tuple(leaves) == LEAVES
    work = found(shown, "work")
    assert (work.points, work.share, work.contribution, work.rank) == (None, None, None, None)
    assert found(shown, "vandalism").status == "not_offered"


def test_a_suppressed_figure_has_its_status_and_contributes_nothing():
    smoking = found(profile("GM0002"), "smoking")
    assert smoking.status == "suppressed"
    assert (smoking.value, smoking.points, smoking.share, smoking.contribution) == (None,) * 4


def test_what_is_left_of_a_group_carries_its_whole_share():
    shown = profile("GM0002")
    group = found(shown, "healthy_lifestyle")
    overweight = found(shown, "overweight")
    assert overweight.share == group.share == found(shown, "health").share
    assert overweight.contribution == pytest.approx(group.contribution)


def test_an_area_that_is_not_ranked_keeps_its_figures_and_has_no_points():
    shown = profile("GM0003")
    assert shown.status == "few_inhabitants"
    assert (shown.index, shown.rank, shown.decile) == (None, None, None)
    assert found(shown, "smoking").value == 15.5
    assert found(shown, "smoking").status == "estimated"
    assert set(shown.contributions.values()) == {None}


def test_an_unknown_population_is_not_a_number_but_nothing():
    assert profile("GM0002").population is None
    assert profile("GM0002").area_name is None


def test_a_profile_is_plain_data_for_json():
    json.dumps(profile("GM0002").to_dict(), allow_nan=False)
    json.dumps(profile("GM0003", method="zscore").to_dict(), allow_nan=False)


def test_it_says_whether_the_parts_are_an_apportionment():
    assert profile("GM0001").apportioned
    assert not profile("GM0001", method="minmax").apportioned


def test_a_domain_without_weight_contributes_nothing_at_all():
    result = mdi.compute(random_table(30, gaps=0), weights=mdi.WeightSet(weights={"work": 1}))
    area = int(np.flatnonzero(result.rank)[0])
    shown = result.profile(result.table.codes[area])
    assert found(shown, "income").contribution == 0
    assert found(shown, "income").points is not None
    assert found(shown, "work").contribution == pytest.approx(shown.index)


def test_the_apportionment_follows_the_areas_own_ranks():
    # ranks 3 and 1 of 3: X of R = 1 is 100; X of R = 1/3 is 9.11...
    result = mdi.compute(
        table_of({"poor_households": [1.0, 2.0, 3.0], "household_wealth": [1.0, 2.0, 3.0]})
    )
    shown = result.profile("GM0003")
    low = -23 * np.log(1 - (1 - np.exp(-100 / 23)) / 3)
    income = shown.contributions["income"]
    assert found(shown, "poor_households").contribution == pytest.approx(income * 100 / (100 + low))


def test_an_unknown_area_suggests_the_nearest():
    with pytest.raises(mdi.UnknownAreaError, match="did you mean 'GM0001'"):
        profile("GM001")
