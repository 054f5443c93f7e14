"""The three modes: relative, fixed on a year, and goalposts."""

import numpy as np
import pytest
from scipy.special import gammaincinv

import mdi
from mdi.comparison import Mode, mode_in_words, mode_of, shared_mode
from tests.comparison.years import (
    EXPONENTIAL,
    GOALPOSTS,
    OFFENCES,
    ON_SAFETY,
    SAFE,
    WORSE,
    figures,
    safe_years,
    two_years,
    year_of,
)

POSTS = {"by": "goalposts", "best": 0.0, "worst": 100.0}


def safety(columns: dict, **rules):
    """The index of safety on goalposts, but for these rules."""
    method = mdi.Method(indicators=POSTS, **rules)
    return mdi.compute(year_of(columns, domains=SAFE), weights=ON_SAFETY, method=method)


def improved(columns: dict) -> dict:
    """Every figure improved by 20 %: a worse one less, a better one more."""
    signs = {f.indicator.id: f.sign for f in year_of(columns).figures}
    return {n: v * (0.8 if signs[n] > 0 else 1.2) for n, v in columns.items()}


def test_a_result_is_relative_unless_it_is_measured_with_another_one():
    earlier, later = two_years()
    base = mdi.compute(earlier)
    assert mode_of(base) is Mode.RELATIVE
    assert mode_in_words(base) == "relative to its own areas of 2020"
    for reference in (base, base.yardstick):
        fixed = mdi.compute(later, reference=reference)
        assert mode_of(fixed) is Mode.FIXED
        assert mode_in_words(fixed) == f"fixed on the areas of 2020 ({base.fingerprint[:12]})"


def test_a_base_year_and_what_is_measured_with_it_are_fixed():
    earlier, later = two_years()
    base = mdi.compute(earlier)
    fixed, own = mdi.compute(later, reference=base), mdi.compute(later)
    assert shared_mode(base, fixed) is shared_mode(fixed, base) is Mode.FIXED
    assert shared_mode(fixed, fixed) is Mode.FIXED
    assert shared_mode(base, own) is Mode.RELATIVE


def test_goalposts_are_their_own_mode_with_a_yardstick_or_without():
    earlier, later = safe_years()
    base, own = (mdi.compute(t, weights=ON_SAFETY, method=GOALPOSTS) for t in (earlier, later))
    measured = mdi.compute(later, reference=base)
    assert mode_of(base) is mode_of(own) is mode_of(measured) is Mode.GOALPOSTS
    assert mode_in_words(own) == mode_in_words(measured) == "on declared goalposts"
    np.testing.assert_array_equal(measured.points, own.points)


@pytest.mark.parametrize(
    "rules",
    [
        {"treatment": {"by": "log1p"}},
        {"treatment": {"by": "asinh", "unit": 2.0}},
        {"weighting": {"by": "equal"}},
        {"aggregation": {"by": "power_mean", "power": 2.0}},
        {"aggregation": {"by": "adjusted_mazziotta_pareto", "goalposts": [0.0, 100.0]}},
        {"missing": {"by": "strict"}},
        {
            "domains": {
                "by": "fixed_reference",
                "rule": {"by": "percentile_rank"},
                "values": [1.0, 40.0, 70.0],
            }
        },
    ],
)
def test_rules_that_learn_nothing_stay_on_goalposts_and_no_area_moves_another(rules):
    columns = figures(names=OFFENCES)
    result = safety(columns, **rules)
    assert mode_of(result) is Mode.GOALPOSTS
    others = {name: np.append(values[:20], values[20:] / 3) for name, values in columns.items()}
    moved = safety(others, **rules)
    np.testing.assert_array_equal(moved.points[:, :20], result.points[:, :20])


@pytest.mark.parametrize(
    "rules",
    [
        {"treatment": {"by": "winsorise", "share": 0.05}},
        {"weighting": {"by": "entropy"}},
        {"aggregation": {"by": "mazziotta_pareto"}},
        {"aggregation": {"by": "adjusted_mazziotta_pareto"}},
        {"missing": {"by": "restored_spread"}},
        {"domains": {"by": "exponential_rank"}},
        {"nodes": {"road_accidents": {"normalisation": {"by": "minmax"}}}},
        {"nodes": {"road_accidents": {"normalisation": {"by": "target_distance", "target": 0.0}}}},
    ],
)
def test_one_rule_that_learns_from_the_areas_makes_goalposts_relative(rules):
    assert mode_of(safety(figures(names=OFFENCES, gaps=0.1), **rules)) is Mode.RELATIVE


def test_points_as_given_are_not_goalposts():
    given = mdi.Method(indicators={"by": "as_given"})
    assert mode_of(mdi.compute(year_of(figures()), method=given)) is Mode.RELATIVE


@pytest.mark.parametrize("method", ["imd", EXPONENTIAL])
def test_measured_with_itself_the_base_year_is_the_same_to_the_last_bit(method):
    table, _ = two_years()
    base = mdi.compute(table, method=method)
    again = mdi.compute(table, reference=base)
    np.testing.assert_array_equal(again.points, base.points)
    np.testing.assert_array_equal(again.rank, base.rank)


def test_relative_to_itself_an_improvement_of_all_changes_no_number():
    columns = figures(names=(*WORSE, "household_wealth", "woz_value"))
    base = mdi.compute(year_of(columns))
    later = mdi.compute(year_of(improved(columns), 2024))
    np.testing.assert_array_equal(later.points, base.points)
    np.testing.assert_array_equal(later.rank, base.rank)


def test_fixed_on_the_base_year_an_improvement_of_all_lowers_every_index():
    columns = figures(names=(*WORSE, "household_wealth", "woz_value"))
    base = mdi.compute(year_of(columns))
    later = mdi.compute(year_of(improved(columns), 2024), reference=base)
    assert (later.index <= base.index).all()
    assert later.index.mean() < base.index.mean() - 3


def test_the_mean_and_the_share_above_fifty_fall_as_in_formula_36():
    """With an upper tail between those of a gamma and of a lognormal distribution."""
    n = 9000
    rates = gammaincinv(10, (np.arange(n) + 0.5) / n) ** 1.8677
    rates *= 100 / rates.max()
    base = mdi.compute(year_of({"poor_households": rates}), method=EXPONENTIAL)
    later = mdi.compute(year_of({"poor_households": 0.8 * rates}, 2024), reference=base)
    before, after = base.measure("income"), later.measure("income")
    assert before.mean() == pytest.approx(21.69, abs=0.01)
    assert after.mean() == pytest.approx(15.20, abs=0.01)
    assert (before > 50).mean() == pytest.approx(0.102, abs=5e-4)
    assert (after > 50).mean() == pytest.approx(0.044, abs=5e-4)
    relative = mdi.compute(later.table, method=EXPONENTIAL)
    np.testing.assert_array_equal(relative.measure("income"), before)
