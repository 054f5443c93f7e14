"""The sort by buckets holds against any column of numbers, however it is made."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import rankdata

from mdi.core.ranking import (
    count_valid,
    points_by_group,
    points_by_rank,
    ranks_downward,
    tie_groups,
)

anything = st.floats(allow_infinity=False, width=64)
clustered = st.one_of(
    st.integers(-3, 3).map(float),
    st.just(-0.0),
    st.just(np.nan),
    st.floats(1.0, 1.0 + 1e-12),
    st.integers(-300, 300).map(lambda e: 10.0**e),
    st.sampled_from([5e-324, -5e-324, 1.7e308, -1.7e308, 2.2e-308]),
)
columns = st.one_of(
    arrays(np.float64, st.integers(0, 400), elements=clustered),
    arrays(np.float64, st.integers(0, 80), elements=anything),
)


def ranks_by_kernel(values, sign=1.0, reference=None, *, shared=False):
    """Ascending ranks, read off a table that holds the ranks themselves."""
    everyone = np.ones(values.size, bool) if reference is None else reference
    count = count_valid(values, everyone)
    ranks = np.arange(2, 2 * count + 1) / 2.0 if count else np.empty(0)
    points = np.empty(values.size)
    points_by_rank(values, sign, everyone, ranks, shared, points)
    return points


def downward(values):
    given_ranks = np.empty(values.size, np.int32)
    return given_ranks, ranks_downward(values, given_ranks)


def hostile(name, n, rng):
    """Columns made to fall into one bucket again and again."""
    towers = {
        "geometric": 2.0 ** rng.uniform(-1000, 1000, n),
        "both signs geometric": rng.choice([-1, 1], n) * 10.0 ** rng.uniform(-300, 300, n),
        "exponential of exponential": np.exp(np.exp(rng.uniform(-5, 6.5, n))),
        "one value and an outlier": np.r_[np.full(n - 1, 3.0), 1e300],
        "two clusters": np.r_[rng.normal(0, 1e-9, n // 2), rng.normal(1e9, 1e-3, n - n // 2)],
        "clusters in clusters": rng.integers(0, 3, n) * 1e12
        + rng.integers(0, 3, n) * 1e3
        + rng.uniform(size=n) * 1e-2,
        "almost all equal": np.where(rng.uniform(size=n) < 0.01, rng.uniform(size=n), 0.5),
        "neighbouring floats": 1.0 + np.finfo(float).eps * rng.integers(0, 50, n),
        "denormal": 5e-324 * rng.integers(0, 1000, n),
        "descending": np.arange(n, 0, -1.0),
        "saw": np.tile(np.arange(50.0), n // 50 + 1)[:n],
        "whole range of floats": rng.choice([-1.7e308, 1.7e308, 0.0, -0.0, 1e-308], n),
    }
    return towers[name]


HOSTILE = (
    "geometric", "both signs geometric", "exponential of exponential", "one value and an outlier",
    "two clusters", "clusters in clusters", "almost all equal", "neighbouring floats", "denormal",
    "descending", "saw", "whole range of floats",
)  # fmt: skip


@given(columns)
@settings(deadline=None)
def test_ranks_are_those_of_scipy_whatever_the_numbers(values):
    expected = rankdata(values, method="average", nan_policy="omit") if values.size else values
    np.testing.assert_array_equal(ranks_by_kernel(values), expected)


@given(columns)
@settings(deadline=None)
def test_shared_ranks_are_the_highest_of_the_ties(values):
    expected = rankdata(values, method="max", nan_policy="omit") if values.size else values
    np.testing.assert_array_equal(ranks_by_kernel(values, shared=True), expected)


@given(columns, st.booleans())
@settings(deadline=None)
def test_groups_of_ties_have_the_ranks_of_their_areas(values, shared):
    everyone, group = np.ones(values.size, bool), np.empty(values.size, np.int32)
    ranks, points = tie_groups(values, 1.0, everyone, shared, group), np.empty(values.size)
    assert (np.diff(ranks) > 0).all()
    points_by_group(group, ranks, points)
    np.testing.assert_array_equal(points, ranks_by_kernel(values, shared=shared))


@given(columns)
@settings(deadline=None)
def test_downward_ranks_give_ties_the_better_rank(values):
    ranks, ranked = downward(values)
    known = ~np.isnan(values)
    expected = np.zeros(values.size, np.int32)
    expected[known] = rankdata(-values[known], method="min")
    np.testing.assert_array_equal(ranks, expected)
    assert ranked == known.sum()


@given(columns)
@settings(deadline=None)
def test_a_mirrored_column_has_mirrored_ranks(values):
    up, down = ranks_by_kernel(values), ranks_by_kernel(values, -1.0)
    np.testing.assert_array_equal(down, np.isfinite(values).sum() + 1 - up)


@given(columns.flatmap(lambda v: st.tuples(st.just(v), arrays(bool, v.size))))
@settings(deadline=None)
def test_areas_outside_the_reference_are_not_ranked_and_do_not_count(case):
    values, reference = case
    ranks = ranks_by_kernel(values, 1.0, reference)
    assert np.isnan(ranks[~reference]).all()
    np.testing.assert_array_equal(ranks[reference], ranks_by_kernel(values[reference]))


@pytest.mark.parametrize("n", [25, 2000, 140_000])
@pytest.mark.parametrize("name", HOSTILE)
def test_columns_made_to_break_a_bucket_sort_are_sorted(name, n):
    values = hostile(name, n, np.random.default_rng(7))
    np.testing.assert_array_equal(ranks_by_kernel(values), rankdata(values, method="average"))


@given(columns)
@settings(deadline=None)
def test_the_input_is_not_touched(values):
    before = values.tobytes()
    ranks_by_kernel(values)
    downward(values)
    assert values.tobytes() == before


def test_a_row_of_a_matrix_and_a_slice_with_gaps_between_rank_the_same():
    matrix = np.random.default_rng(3).uniform(size=(500, 4))
    expected = rankdata(matrix[:, 2])
    np.testing.assert_array_equal(ranks_by_kernel(np.ascontiguousarray(matrix.T)[2]), expected)
    np.testing.assert_array_equal(ranks_by_kernel(matrix[:, 2]), expected)


def test_negative_zero_ties_with_zero():
    np.testing.assert_array_equal(ranks_by_kernel(np.array([0.0, -0.0, -1.0])), [2.5, 2.5, 1.0])
