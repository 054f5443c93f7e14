"""The exponential transformation of ranks: its conventions, its inverse, its constant."""

from math import exp, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from mdi.normalisation import ExponentialRank, constant_for
from tests.normalisation.cases import points_of

TIED = [1.0, 2.0, 2.0, 4.0]


def exponential(share, c=23.0):
    """F14, as it is printed."""
    return -c * log(1 - share * (1 - exp(-100 / c)))


def share_of(points, c):
    """F14b, the inverse."""
    return (1 - np.exp(-points / c)) / (1 - np.exp(-100 / c))


def test_in_england_the_rank_is_divided_by_the_number_of_areas():
    expected = [exponential(rank / 4) for rank in (1, 2.5, 2.5, 4)]
    np.testing.assert_allclose(points_of(ExponentialRank(), TIED), expected)


def test_in_scotland_the_best_off_area_has_nothing():
    """R = (N − r) ÷ N with r = 1 for the most deprived."""
    rule = ExponentialRank(convention="scotland")
    expected = [exponential((4 - rank) / 4) for rank in (4, 2.5, 2.5, 1)]
    np.testing.assert_allclose(points_of(rule, TIED), expected)
    assert points_of(rule, TIED)[0] == 0
    assert not rule.positive


def test_ties_as_published_share_the_rank_that_is_printed():
    """Both are second most deprived of four: r = 2, so that ρ = N + 1 − r = 3."""
    expected = [exponential(rank / 4) for rank in (1, 3, 3, 4)]
    np.testing.assert_allclose(points_of(ExponentialRank(ties="as_published"), TIED), expected)
    rule = ExponentialRank(convention="scotland", ties="as_published")
    expected = [exponential((4 - rank) / 4) for rank in (4, 2, 2, 1)]
    np.testing.assert_allclose(points_of(rule, TIED), expected)


def test_ranks_that_are_published_give_the_points_of_the_figures_behind_them():
    figures = np.round(np.random.default_rng(4).normal(size=300), 1)
    published = np.array([1 + (figures > x).sum() for x in figures], float)
    rule = ExponentialRank(ties="as_published")
    np.testing.assert_allclose(
        points_of(rule, figures), [exponential((301 - r) / 300) for r in published]
    )
    few_tied = ExponentialRank()
    np.testing.assert_array_equal(
        points_of(few_tied, published, -1.0), points_of(few_tied, figures)
    )


def test_the_highest_rank_has_exactly_a_hundred_and_the_lowest_more_than_0():
    points = points_of(ExponentialRank(), np.arange(1000.0))
    assert points[-1] == 100
    assert 0 < points[0] < 0.05
    assert ExponentialRank().positive


def test_a_tenth_of_the_areas_has_more_than_fifty_points():
    points = points_of(ExponentialRank(c=23), np.arange(100_000.0))
    assert (points > 50).mean() == pytest.approx(0.1021, abs=5e-5)


@given(share=st.integers(1, 500), c=st.floats(1, 1e5))
@settings(deadline=None)
def test_the_inverse_of_the_transformation_gives_the_rank_back(share, c):
    points = ExponentialRank(c=c).points_of(np.array([float(share)]), 500)[0]
    if points < 20 * c:  # above, e^(−X/c) is lost beside 1
        assert share_of(points, c) == pytest.approx(share / 500)


@given(c=st.floats(1, 1e6), count=st.integers(1, 3000))
@settings(deadline=None)
def test_points_rise_with_the_rank_and_stay_between_0_and_100(c, count):
    for convention in ("england", "scotland"):
        rule = ExponentialRank(c=c, convention=convention)
        points = rule.points_of(np.arange(1, 2 * count + 1) / 2, count)
        assert (np.diff(points) >= 0).all()
        assert (np.diff(points[1::2]) > 0).all()
        assert points[0] >= 0
        assert points[-1] <= 100


@pytest.mark.parametrize("c", [1e-3, 0.1, 1.0, 2.0, 3.0, 5.0, 1e3, 1e9])
def test_a_c_is_refused_or_its_points_are_above_0_and_reach_100(c):
    try:
        rule = ExponentialRank(c=c)
    except ValidationError:
        return
    points = points_of(rule, np.arange(1.0, 101.0))
    assert (points > 0).all()
    assert points[-1] == 100
    assert (np.diff(points) > 0).all()


@pytest.mark.parametrize("c", [0, -23, float("nan"), float("inf"), "veel"])
def test_a_c_that_is_no_positive_number_is_refused(c):
    with pytest.raises(ValidationError):
        ExponentialRank(c=c)


def test_the_constant_for_a_tenth_above_fifty_is_a_little_below_that_of_england():
    assert constant_for(0.1, 50) == pytest.approx(22.756, abs=5e-4)
    assert ExponentialRank(share=0.1, level=50).c == constant_for(0.1, 50)


@given(share=st.floats(0.01, 0.6), level=st.floats(5, 95))
@settings(deadline=None)
def test_the_constant_gives_what_was_wished_for_or_is_refused(share, level):
    try:
        rule = ExponentialRank(share=share, level=level)
    except ValidationError as error:
        assert "no c gives" in str(error)  # noqa: PT017
        assert share >= 1 - level / 100 or share <= exp(-level)
        return
    points = rule.points_of(np.arange(1, 20_001) / 1.0, 20_000)
    assert (points > level).mean() == pytest.approx(share, abs=1e-4)


@pytest.mark.parametrize(
    "wish",
    [(0.5, 50), (0.9, 50), (0.1, 95), (0.1, 0), (0.1, 100), (0.1, -1e9), (0.1, 1e9), (0, 50),
     (1, 50), (-0.1, 50), (0.1, float("nan")), (float("nan"), 50), (0.1, float("inf"))],
)  # fmt: skip
def test_a_wish_that_no_constant_fulfils_is_refused_in_words(wish):
    share, level = wish
    with pytest.raises(ValueError, match=r"no c gives .* of the areas more than .* points"):
        constant_for(share, level)
    with pytest.raises(ValidationError, match="no c gives"):
        ExponentialRank(share=share, level=level)


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"share": 0.1}, "together"),
        ({"level": 50}, "together"),
        ({"share": "a tenth", "level": 50}, "as numbers"),
        ({"share": 0.1, "level": 50, "c": 23}, "either 'c' or 'share' and 'level'"),
    ],
)
def test_half_a_wish_and_a_wish_beside_a_constant_are_refused(wish, words):
    with pytest.raises(ValidationError, match=words):
        ExponentialRank(**wish)


def test_a_wish_survives_a_file_together_with_its_constant():
    rule = ExponentialRank(share=0.2, level=40, convention="scotland", ties="as_published")
    assert ExponentialRank.model_validate_json(rule.model_dump_json()) == rule
