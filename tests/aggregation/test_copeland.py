"""Copeland by hand: the majority of the weight decides each pair."""

import numpy as np
import pytest

from mdi.aggregation import Copeland
from tests.aggregation.cases import apply, fit, scores_of

nan = np.nan
rule = Copeland()


def test_with_a_single_child_the_score_is_a_percentile_with_ties_in_the_middle():
    found = scores_of(rule, [[10.0, 30.0, 20.0, 30.0]], [1])
    np.testing.assert_allclose(found, [12.5, 75, 37.5, 75])


def test_three_areas_that_outrank_each_other_in_a_circle_are_equal():
    rows = [[1.0, 2.0, 3.0], [2.0, 3.0, 1.0], [3.0, 1.0, 2.0]]
    np.testing.assert_array_equal(scores_of(rule, rows, [1, 1, 1]), 50)


def test_the_larger_weight_decides_however_large_the_distance():
    rows = [[1.0, 2.0], [99.0, 1.0]]
    np.testing.assert_array_equal(scores_of(rule, rows, [0.51, 0.49]), [25, 75])


def test_weights_that_are_equal_on_paper_are_a_tie():
    rows = [[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]
    weights = [0.1, 0.2, 0.3]
    assert weights[0] + weights[1] != weights[2]
    np.testing.assert_array_equal(scores_of(rule, rows, weights), [50, 50])


def test_a_pair_is_compared_on_the_children_that_both_have():
    rows = [[1.0, 2.0, nan], [9.0, nan, 3.0], [nan, nan, 5.0]]
    # first and second on the first child, first and third on the second; second and
    # third have none in common, so that each has one opponent beside itself
    found = scores_of(rule, rows, [1, 5, 1])
    np.testing.assert_allclose(found, [50, 75, 25])


def test_an_area_without_any_opponent_stands_in_the_middle():
    combiner = fit(rule, np.array([[1.0, 2.0], [nan, nan]]), np.ones(2))
    stranger = np.array([[nan, nan], [7.0, nan]])
    np.testing.assert_array_equal(apply(combiner, stranger, np.ones(2)), [50, nan])


def test_an_area_that_is_not_in_the_reference_can_outrank_all_of_it():
    combiner = fit(rule, np.array([[1.0, 2.0, 3.0]]), np.ones(1))
    found = apply(combiner, np.array([[4.0, 0.0, 2.5]]), np.ones(1))
    np.testing.assert_allclose(found, [100, 0, 50 * (1 + 1 / 3)])


@pytest.mark.parametrize("threads", ["1", "2", "3"])
def test_the_number_of_threads_does_not_show(monkeypatch, threads):
    rows = np.random.default_rng(5).integers(0, 9, (4, 301)).astype(float)
    rows[rows == 4] = nan
    monkeypatch.setenv("MDI_THREADS", "1")
    expected = scores_of(rule, rows, [4, 3, 2, 1])
    monkeypatch.setenv("MDI_THREADS", threads)
    np.testing.assert_array_equal(scores_of(rule, rows, [4, 3, 2, 1]), expected)
