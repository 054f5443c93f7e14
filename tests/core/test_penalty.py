"""Standardised points, and means that are raised by unbalance."""

import numpy as np

from mdi.core.penalty import penalised_mean, standardise


def test_a_straight_line_through_a_hundred_and_a_hundred_for_a_unit_of_zero():
    values, points = np.array([1.0, 3.0, np.nan]), np.empty(3)
    standardise(values, 1.0, 4.0, 10.0, points)
    np.testing.assert_array_equal(points, [100, 105, np.nan])
    standardise(values, 1.0, 0.0, 10.0, points)
    np.testing.assert_array_equal(points, [100, 100, np.nan])


def test_areas_whose_mean_is_not_above_zero_are_counted_and_have_no_score():
    points = np.array([[90.0, -1.0, -5.0, np.nan], [110.0, 1.0, np.nan, np.nan]])
    scores = np.empty(4)
    assert penalised_mean(points, np.ones(2), scores) == 2
    np.testing.assert_array_equal(scores, [101, np.nan, np.nan, np.nan])
