"""Ranks of the index under draws of its weights."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import rankdata

from mdi.core.weight_draws import ranks_by_weights

whole = st.integers(0, 3).map(float)
number = st.one_of(whole, st.floats(-100, 100).map(lambda x: round(x, 3)))


def ranked(points, weights, scale=1.0, kind=np.uint16):
    """The ranks of areas that have all children."""
    draws = np.atleast_2d(weights).astype(float)
    found = np.empty((len(draws), points.shape[1]), kind)
    borders = np.array([0, points.shape[1]])
    ranks_by_weights(points, borders, np.ones((1, len(points))), draws, scale, found)
    return found


def plain(points, weights, scale=1.0):
    return rankdata(-np.round(points.T @ weights / sum(weights) * scale, 12), method="min")


@given(
    columns=st.lists(st.tuples(number, number, number), min_size=1, max_size=80),
    weights=st.tuples(st.integers(1, 9), st.integers(0, 9), st.integers(0, 9)),
)
def test_ranks_are_those_of_scipy(columns, weights):
    points = np.array(columns).T.copy()
    np.testing.assert_array_equal(ranked(points, weights)[0], plain(points, weights))


@pytest.mark.parametrize("decimals", [0, 1, 15])
def test_ties_share_the_better_rank_however_many_there_are(decimals):
    points = np.round(np.random.default_rng(1).uniform(0, 4, (2, 3000)), decimals)
    np.testing.assert_array_equal(ranked(points, (1, 1))[0], plain(points, (1, 1)))


def test_values_that_share_a_step_are_told_apart():
    """One far away makes the steps too wide for all the others."""
    points = np.random.default_rng(1).uniform(0, 1e-7, (1, 500))
    points[0, 7] = 1900
    np.testing.assert_array_equal(ranked(points, (1,))[0], plain(points, (1,)))


def test_ranks_of_many_areas_need_more_bits():
    points = np.random.default_rng(1).normal(size=(3, 4000))
    narrow = ranked(points, (3, 2, 1))
    many = np.tile(points, 17)
    assert many.shape[1] > (1 << 16)
    found = ranked(many, (3, 2, 1), kind=np.uint32)[0]
    np.testing.assert_array_equal(found, plain(many, (3, 2, 1)))
    np.testing.assert_array_equal((found[:4000] - 1) // 17 + 1, narrow[0])


def test_areas_that_all_have_the_same_are_all_first():
    assert (ranked(np.full((2, 9), 5.0), (1, 2)) == 1).all()
    assert (ranked(np.zeros((2, 9)), (1, 2)) == 1).all()


def test_a_missing_child_hands_its_weight_to_the_others():
    points = np.array([[4.0, 2.0, 3.0], [0.0, 8.0, 1.0]])
    found = np.empty((2, 3), np.uint16)
    observed = np.array([[1.0, 0.0], [1.0, 1.0]])
    weights = np.array([[1.0, 1.0], [3.0, 1.0]])
    ranks_by_weights(points, np.array([0, 1, 3]), observed, weights, 1.0, found)
    assert found.tolist() == [[2, 1, 3], [1, 2, 3]]  # 4, 5, 2 and 4, 3½, 2½
