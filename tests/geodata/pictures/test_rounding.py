"""Bounds in a legend: round, without overlaps, and true."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata import EqualInterval, Fixed, Quantile
from geodata.pictures.rounding import rounded_bounds

numbers = st.lists(st.floats(-1e6, 1e6).map(lambda x: round(x, 6)), min_size=1, max_size=60)
rules = st.sampled_from([Quantile(5), Quantile(2), EqualInterval(4), Fixed(breaks=[-5, 0.5, 100])])


def bounds_of(values, rule):
    values = np.array(values)
    classes = rule.classify(values)
    return rounded_bounds(values, classes), classes


@given(numbers, rules)
def test_exact_bounds_put_every_value_in_its_class(values, rule):
    shown, classes = bounds_of(values, rule)
    if shown.exact:
        again = np.searchsorted(shown.upper[:-1], values, side="left")
        assert again.tolist() == classes.index.tolist()


@given(numbers, rules)
def test_bounds_rise_and_classes_touch_without_overlap(values, rule):
    shown, _ = bounds_of(values, rule)
    assert shown.lower[1:] == shown.upper[:-1]
    assert list(shown.upper[:-1]) == sorted(set(shown.upper[:-1]))


@given(numbers, rules)
def test_no_value_lies_outside_the_legend(values, rule):
    shown, _ = bounds_of(values, rule)
    assert shown.lower[0] <= min(values)
    assert shown.upper[-1] >= max(values)


@given(numbers, rules)
def test_bounds_have_no_more_decimals_than_they_say(values, rule):
    shown, _ = bounds_of(values, rule)
    for bound in (*shown.lower, *shown.upper):
        assert bound == round(bound, shown.decimals)


@given(numbers, rules)
def test_rounding_moves_a_bound_less_than_the_last_decimal(values, rule):
    shown, classes = bounds_of(values, rule)
    step = 10.0**-shown.decimals
    known = np.unique(values)
    for own, true in zip(shown.upper[:-1], classes.upper[:-1], strict=True):
        below = known[known <= true]
        gap = true - below[-1] if len(below) else 0.0
        assert abs(own - true) <= max(step, gap) * (1 + 1e-9)


@pytest.mark.parametrize(
    ("breaks", "values", "upper", "decimals"),
    [
        ([10, 20], [3, 10.5, 27], (10, 20, 27), 0),
        ([2500], [1000, 100_000], (2500, 100_000), 0),
        ([0.125], [0, 5], (0.125, 5), 3),
        ([2.5, 7.25], [1, 5, 9], (2.5, 7.25, 9), 2),
        ([500.5], [1, 500, 501, 1000], (500.5, 1000), 1),
        ([1000 / 3, 500.5], [1, 333, 500, 501, 1000], (333.3, 500.5, 1000), 1),
        ([250.25, 1000 / 3], [1, 250, 300, 500], (250.25, 333.33, 500), 2),
    ],
)
def test_breaks_of_ones_own_are_shown_as_they_are(breaks, values, upper, decimals):
    shown, _ = bounds_of(np.array(values, float), Fixed(breaks=breaks))
    assert (shown.upper, shown.decimals, shown.exact) == (upper, decimals, True)


@given(numbers, st.lists(st.integers(-999, 999), min_size=1, max_size=4, unique=True))
def test_a_break_of_few_decimals_is_never_shown_as_another_number(values, halves):
    breaks = sorted(half / 2 for half in halves)
    shown, _ = bounds_of(values, Fixed(breaks=[*breaks, 500 + 1 / 3]))
    assert list(shown.upper[: len(breaks)]) == breaks


def test_a_break_with_many_decimals_gets_the_few_that_part_the_values():
    shown, _ = bounds_of([10.02, 10.4, 19.1234567, 40.0, 55.55], Quantile(2))
    assert shown.upper == (20.0, 56.0)
    assert (shown.lower[0], shown.decimals, shown.exact) == (10.0, 0, True)


def test_values_too_close_to_part_are_rounded_and_that_is_said():
    values = np.concatenate([np.linspace(0, 100, 11), 50 + np.arange(1, 12) * 1e-9])
    shown, _ = bounds_of(values, Quantile(2))
    assert not shown.exact
    assert shown.decimals <= 2


def test_one_value_alone_is_one_class():
    shown, _ = bounds_of([7.0, 7.0], Quantile(5))
    assert (shown.lower, shown.upper, shown.decimals) == ((7.0,), (7.0,), 0)
