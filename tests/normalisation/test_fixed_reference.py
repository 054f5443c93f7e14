"""Figures ranked among those of a base year (F36 ii)."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from mdi.normalisation import AsGiven, ExponentialRank, FixedReference, NormalScore
from tests.normalisation.cases import applied, every_rule, fitted, points_of

figures = st.integers(-3, 3).map(float) | st.floats(-5, 5)


def share(base, x):
    """R_t(x), as it is printed."""
    n = len(base)
    below, equal = sum(y < x for y in base), sum(y == x for y in base)
    return min(1.0, max(0.5 / n, (below + (equal + 1) / 2) / n))


def exponential(r, c=23.0):
    return -c * np.log(1 - r * (1 - np.exp(-100 / c)))


@given(base=st.lists(figures, min_size=1, max_size=30), later=st.lists(figures, max_size=30))
@settings(deadline=None, max_examples=60)
def test_later_figures_are_ranked_among_those_of_the_base_year(base, later):
    scale = fitted(ExponentialRank(), base)
    expected = [exponential(share(base, x)) for x in base + later]
    np.testing.assert_allclose(applied(scale, base + later), expected, rtol=1e-9)


@given(base=st.lists(figures, min_size=2, max_size=30), sign=st.sampled_from([1.0, -1.0]))
@pytest.mark.parametrize("inner", [ExponentialRank(), NormalScore(ties="as_published")])
@settings(deadline=None, max_examples=40)
def test_in_the_base_year_it_is_the_relative_mode(inner, base, sign):
    rule = FixedReference(rule=inner, values=tuple(base))
    np.testing.assert_array_equal(points_of(rule, base, sign), points_of(inner, base, sign))


def test_figures_beyond_the_base_year_stop_at_rank_a_half_and_n_and_are_told():
    scale = fitted(ExponentialRank(), [1.0, 2.0, 3.0, 4.0])
    points = applied(scale, [-1e300, 0.9, 4.1, 1e300])
    np.testing.assert_allclose(points, [exponential(0.125)] * 2 + [100, 100])
    beyond = scale.beyond(np.array([0.9, 1.0, 2.5, 4.0, 4.1, np.nan]))
    assert beyond.tolist() == [True, False, False, False, True, False]


def test_where_more_is_better_beyond_is_told_on_both_sides_too():
    scale = fitted(ExponentialRank(), [1.0, 2.0, 3.0, 4.0], -1.0)
    np.testing.assert_allclose(applied(scale, [9.0, 0.0]), [exponential(0.125), 100])
    assert scale.beyond(np.array([9.0, 2.5, 0.0])).tolist() == [True, False, True]


@pytest.mark.parametrize("ties", ["average", "as_published"])
def test_a_figure_between_two_of_the_base_year_ranks_in_the_middle(ties):
    scale = fitted(ExponentialRank(ties=ties), [1.0, 2.0, 2.0, 5.0])
    expected = [exponential(rank / 4) for rank in (0.5, 1.5, 3.5)]
    np.testing.assert_allclose(applied(scale, [0.0, 1.5, 3.0]), expected)


def test_when_all_improve_the_mean_falls_and_in_the_relative_mode_it_does_not():
    base = np.random.default_rng(2).gamma(2.0, 5.0, 5000)
    fixed = FixedReference(rule=ExponentialRank(), values=tuple(base))
    later = points_of(fixed, 0.8 * base)
    assert points_of(fixed, base).mean() == pytest.approx(21.69, abs=0.02)
    assert later.mean() < 18
    assert (later > 50).mean() < 0.08
    np.testing.assert_array_equal(
        points_of(ExponentialRank(), 0.8 * base), points_of(ExponentialRank(), base)
    )


def test_a_reference_of_one_figure_or_of_no_number_is_refused():
    for values in ((), (1.0,), (1.0, float("nan")), (1.0, float("inf"))):
        with pytest.raises(ValidationError):
            FixedReference(rule=NormalScore(), values=values)
    with pytest.raises(ValidationError):
        FixedReference(rule=AsGiven(), values=(1.0, 2.0))


@every_rule
def test_no_figure_is_beyond_its_own_reference(rule):
    values = np.array([0.0, 0.5, 3.0, np.nan])
    if isinstance(rule, FixedReference):
        values = np.array(rule.values)
    assert not fitted(rule, values).beyond(values).any()
