"""Means by weight: worked by hand, between the children, and refused where undefined."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from mdi.aggregation import Arithmetic, Geometric, Harmonic, PowerMean
from mdi.core.weighing import weighted_mean
from mdi.errors import ComputationError
from tests.aggregation.cases import name, scores_of, tables

MEANS = [Arithmetic(), Geometric(), Harmonic(), *(PowerMean(power=p) for p in (-7, 0.5, 2))]
every_mean = pytest.mark.parametrize("rule", MEANS, ids=name)
relaxed = settings(deadline=None, max_examples=30)


def mean(rule, children, weights=None):
    column = np.array(children, float)[:, None]
    return scores_of(rule, column, weights or [1.0] * len(children)).item()


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Arithmetic(), 36.0),
        (Geometric(), 25.0**0.8 * 80.0**0.2),
        (Harmonic(), 1 / (0.8 / 25 + 0.2 / 80)),
        (PowerMean(power=2), (0.8 * 625 + 0.2 * 6400) ** 0.5),
        (PowerMean(power=-2), (0.8 / 625 + 0.2 / 6400) ** -0.5),
        (PowerMean(power=0.5), (0.8 * 5 + 0.2 * 80**0.5) ** 2),
    ],
    ids=lambda value: name(value) if not isinstance(value, float) else "",
)
def test_worked_by_hand_with_weights_four_to_one(rule, expected):
    assert mean(rule, [25.0, 80.0], [4.0, 1.0]) == pytest.approx(expected, rel=1e-14)


def test_two_and_eight_have_the_means_of_the_textbook():
    found = [mean(rule, [2, 8]) for rule in (Arithmetic(), Geometric(), Harmonic())]
    assert found == pytest.approx([5.0, 4.0, 3.2], rel=1e-15)


@every_mean
@given(x=st.floats(1e-3, 1e6), weights=st.lists(st.floats(0.1, 5), min_size=1, max_size=5))
@relaxed
def test_children_that_are_all_equal_have_themselves_as_mean(rule, x, weights):
    assert mean(rule, [x] * len(weights), weights) == pytest.approx(x, rel=1e-14)


@given(table=tables())
@relaxed
def test_the_arithmetic_mean_is_the_weighted_mean_of_the_core_to_the_last_bit(table):
    rows, weights = table
    expected = np.empty(rows.shape[1])
    weighted_mean(rows, np.arange(len(rows)), weights, 1.0, expected)
    np.testing.assert_array_equal(scores_of(Arithmetic(), rows, weights), expected)


@given(table=tables(), one=st.floats(-100, 100), other=st.floats(-100, 100))
@relaxed
def test_a_higher_power_never_gives_a_lower_mean(table, one, other):
    low, high = sorted([one, other])
    lower, higher = (scores_of(PowerMean(power=p), *table) for p in (low, high))
    assert not (higher < lower - 1e-9).any()


@pytest.mark.parametrize(
    ("power", "rule"), [(0.0, Geometric()), (-1.0, Harmonic()), (1.0, Arithmetic())]
)
@given(table=tables())
@relaxed
def test_the_named_means_are_powers(power, rule, table):
    np.testing.assert_allclose(
        scores_of(PowerMean(power=power), *table), scores_of(rule, *table), rtol=1e-13
    )


@pytest.mark.parametrize("power", [1e-6, -1e-9, 1e-15, -5e-324])
def test_powers_near_zero_go_over_into_the_geometric_mean(power):
    assert mean(PowerMean(power=power), [1.0, 100.0]) == pytest.approx(10.0, rel=1e-5)


@pytest.mark.parametrize("power", [-100.0, 100.0])
def test_nothing_overflows_at_the_largest_powers(power):
    assert mean(PowerMean(power=power), [1e300, 2e300, 1e-300]) == pytest.approx(
        (2e300 if power > 0 else 1e-300) * 3 ** (-1 / power), rel=1e-12
    )


def test_the_geometric_mean_of_the_largest_and_the_smallest_figure_is_in_between():
    assert mean(Geometric(), [1e300, 1e-300]) == pytest.approx(1.0, rel=1e-12)


@pytest.mark.parametrize("rule", [rule for rule in MEANS if rule.needs_positive], ids=name)
@pytest.mark.parametrize("bad", [0.0, -1.0])
def test_a_child_that_is_not_above_zero_is_refused_with_the_number_of_areas(rule, bad):
    rows = [[5.0, bad, 5.0, bad], [1.0, 2.0, np.nan, np.nan]]
    with pytest.raises(ComputationError, match=r"2 areas with a child at or below 0"):
        scores_of(rule, rows, [1.0, 1.0])


@pytest.mark.parametrize("rule", [rule for rule in MEANS if rule.needs_positive], ids=name)
def test_a_child_without_weight_may_be_zero(rule):
    assert mean(rule, [0.0, 7.0], [0.0, 1.0]) == 7.0


def test_a_power_above_zero_takes_zeros_but_nothing_below():
    rule = PowerMean(power=2)
    assert mean(rule, [0.0, 4.0]) == pytest.approx(8**0.5)
    assert mean(rule, [0.0, 0.0]) == 0.0
    with pytest.raises(ComputationError, match="1 area with a child below 0"):
        mean(rule, [-1.0, 4.0])


def test_which_means_need_points_above_zero():
    needing = {name(rule) for rule in MEANS if rule.needs_positive}
    assert needing == {"geometric", "harmonic", "power_mean -7.0"}


@pytest.mark.parametrize("power", [np.inf, np.nan, 101, -101])
def test_a_power_that_is_not_finite_or_too_large_is_no_declaration(power):
    with pytest.raises(ValidationError):
        PowerMean(power=power)
