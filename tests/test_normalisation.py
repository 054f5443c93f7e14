"""Every rule of normalisation, alone: fitted on the reference, more is worse."""

from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pydantic import TypeAdapter, ValidationError
from scipy.stats import norm, rankdata

from mdi import normalisation
from mdi.normalisation import ExponentialRank, MinMax, Normalisation, NormalScore, ZScore
from tests import reference

UNION, _ = get_args(Normalisation)
RULES = [rule() for rule in get_args(UNION)]
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.by)
figures = st.one_of(st.integers(0, 5).map(float), st.floats(-1e3, 1e3), st.just(np.nan))
cases = arrays(np.float64, st.integers(1, 40), elements=figures).flatmap(
    lambda v: st.tuples(st.just(v), arrays(bool, v.size))
)


def points_of(rule, values, sign=1.0, among=None):
    values = np.asarray(values, float)
    points = np.empty(values.size)
    rule.apply(values, sign, np.ones(values.size, bool) if among is None else among, points)
    return points


@every_rule
@given(case=cases, sign=st.sampled_from([1.0, -1.0]))
@settings(deadline=None, max_examples=60)
def test_a_rule_gives_what_its_slow_twin_gives(rule, case, sign):
    values, among = case
    known = values[among & ~np.isnan(values)]
    if rule.by == "zscore" and known.size and 0 < np.ptp(known) < 1e-3:
        return  # the spread is the rounding of the mean
    expected = reference.scaled(values.tolist(), sign, among.tolist(), rule.by)
    np.testing.assert_allclose(points_of(rule, values, sign, among), expected, 1e-7, 1e-9)


@every_rule
@given(case=cases)
@settings(deadline=None, max_examples=60)
def test_points_never_fall_when_the_figure_gets_worse(rule, case):
    values, among = case
    points = points_of(rule, values, 1.0, among)
    known = np.flatnonzero(~np.isnan(points))
    order = known[np.argsort(values[known], kind="stable")]
    assert (np.diff(points[order]) >= 0).all()


@every_rule
@given(case=cases)
@settings(deadline=None, max_examples=60)
def test_only_the_reference_has_points_and_only_where_there_is_a_figure(rule, case):
    values, among = case
    points = points_of(rule, values, 1.0, among)
    np.testing.assert_array_equal(np.isnan(points), np.isnan(values) | ~among)


@given(case=cases)
@settings(deadline=None)
def test_a_mirrored_indicator_has_exactly_mirrored_normal_scores(case):
    values, among = case
    rule = NormalScore()
    up, down = (points_of(rule, values, sign, among) for sign in (1.0, -1.0))
    np.testing.assert_array_equal(up, -down)


def test_normal_scores_are_those_of_the_average_tied_rank():
    values = np.array([3.0, 1.0, 3.0, np.nan, 2.0])
    expected = norm.ppf(rankdata(values, nan_policy="omit") / 5)
    np.testing.assert_allclose(points_of(NormalScore(), values), expected, rtol=1e-12)


def test_the_exponential_rank_ends_at_exactly_a_hundred():
    points = points_of(ExponentialRank(), np.arange(1000.0))
    assert points[-1] == pytest.approx(100, abs=1e-12)
    assert points[0] > 0


@given(share=st.integers(1, 500), c=st.floats(10, 1000))
@settings(deadline=None)
def test_the_inverse_of_the_exponential_transformation_gives_the_rank_back(share, c):
    points = ExponentialRank(c=c).points_of(np.array([float(share)]), 500)[0]
    assert (1 - np.exp(-points / c)) / (1 - np.exp(-100 / c)) == pytest.approx(share / 500)


@pytest.mark.parametrize("c", [1e-3, 0.1, 1.0, 2.0, 3.0, 5.0, 1e3, 1e9])
def test_a_c_is_refused_or_its_points_are_above_0_and_reach_100(c):
    try:
        rule = ExponentialRank(c=c)
    except ValidationError:
        return
    points = points_of(rule, np.arange(1.0, 101.0))
    assert (points > 0).all()
    assert points[-1] == pytest.approx(100, abs=1e-9)
    assert (np.diff(points) > 0).all()


@pytest.mark.parametrize("c", [0, -23, float("nan"), float("inf"), "veel"])
def test_a_c_that_is_no_positive_number_is_refused(c):
    with pytest.raises(ValidationError):
        ExponentialRank(c=c)


@pytest.mark.parametrize(
    "ends", [{"floor": 1, "ceiling": 1}, {"floor": 2, "ceiling": 1}, {"floor": float("nan")},
             {"floor": float("-inf")}, {"ceiling": float("inf")}]
)  # fmt: skip
def test_a_scale_without_two_finite_ends_in_order_is_refused(ends):
    with pytest.raises(ValidationError):
        MinMax(**ends)


def test_a_scale_may_have_other_ends():
    rule = MinMax(floor=-1, ceiling=1)
    np.testing.assert_allclose(points_of(rule, [0, 5, 10], -1.0), [1, 0, -1])
    np.testing.assert_allclose(points_of(rule, [7, 7]), [0, 0])
    assert rule.bounds() == (-1, 1)


def test_z_scores_have_mean_0_and_sample_deviation_1():
    points = points_of(ZScore(), np.random.default_rng(1).normal(40, 9, 500))
    assert points.mean() == pytest.approx(0, abs=1e-12)
    assert points.std(ddof=1) == pytest.approx(1)


def test_a_rule_is_found_by_its_name_and_an_unknown_one_is_refused():
    rules = TypeAdapter(Normalisation)
    for rule in RULES:
        assert rules.validate_python({"by": rule.by}) == rule
    with pytest.raises(ValidationError):
        rules.validate_python({"by": "zscores"})
    with pytest.raises(ValidationError):
        rules.validate_python({"by": "zscore", "c": 23})


@given(
    values=st.lists(st.integers(-3, 3) | st.floats(-1e3, 1e3) | st.just(float("nan")), min_size=1)
)
@pytest.mark.parametrize("rule", [NormalScore(), ExponentialRank()])
@settings(deadline=None)
def test_a_column_too_long_for_a_table_gets_the_same_points(rule, values):
    column = np.array([values, values[::-1]], float)
    signs, everyone = np.array([1.0, -1.0]), np.ones(len(values), bool)
    by_table, by_group = np.empty(column.shape), np.empty(column.shape)
    rule.apply_rows(column, signs, everyone, by_table)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(normalisation, "LONGEST_TABLE", 0)
        rule.apply_rows(column, signs, everyone, by_group)
    np.testing.assert_allclose(by_group, by_table, rtol=1e-13, atol=1e-15)
