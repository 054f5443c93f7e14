"""Weighted means hand the weight of missing children on; coverage counts what is there."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mdi.core.weighing import BLOCK, observed_weight, weighted_mean

cells = st.one_of(st.floats(-1e3, 1e3), st.just(np.nan))
matrices = arrays(np.float64, st.tuples(st.integers(1, 5), st.integers(0, 12)), elements=cells)


def mean_of(rows, weights, factor=1.0):
    mean = np.empty(rows.shape[1])
    weighted_mean(rows, np.arange(len(rows)), np.array(weights, float), factor, mean)
    return mean


@given(matrices, st.data())
@settings(deadline=None)
def test_the_mean_is_over_the_children_that_are_there(rows, data):
    weights = data.draw(st.lists(st.integers(0, 5), min_size=len(rows), max_size=len(rows)))
    found = mean_of(rows, weights, 2.0)
    for area, column in enumerate(rows.T):
        here = ~np.isnan(column) & (np.array(weights) > 0)
        if here.any():
            expected = 2.0 * np.average(column[here], weights=np.array(weights)[here])
            assert found[area] == pytest.approx(expected, rel=1e-9, abs=1e-9)
        else:
            assert np.isnan(found[area])


@pytest.mark.parametrize("n", [BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7])
def test_the_edges_of_the_blocks_do_not_show(n):
    rows = np.random.default_rng(n).uniform(size=(3, n))
    rows[:, ::7] = np.nan
    rows[1, ::3] = np.nan
    found = mean_of(rows, [1, 2, 3])
    np.testing.assert_array_equal(
        found, np.concatenate([mean_of(rows[:, i : i + 1], [1, 2, 3]) for i in range(n)])
    )


def test_an_area_where_only_a_weightless_child_is_known_has_no_mean():
    assert np.isnan(mean_of(np.array([[3.0], [np.nan]]), [0, 1])[0])


def test_the_parent_may_be_a_row_of_the_same_matrix():
    points = np.array([[1.0, 2.0], [3.0, np.nan], [9.0, 9.0]])
    weighted_mean(points, np.array([0, 1]), np.ones(2), 1.0, points[2])
    np.testing.assert_array_equal(points[2], [2.0, 2.0])


@given(matrices)
@settings(deadline=None)
def test_observed_weight_counts_the_cells_that_are_there(rows):
    weights = np.arange(1.0, len(rows) + 1)
    observed = np.empty(rows.shape[1])
    observed_weight(rows, weights, observed)
    np.testing.assert_array_equal(observed, weights @ ~np.isnan(rows))
