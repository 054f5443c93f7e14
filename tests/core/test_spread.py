"""The kernel that restores a spread, on a sum that fits on paper."""

import numpy as np

from mdi.core.spread import restore_spread


def test_one_of_two_independent_children_is_squeezed_to_the_spread_of_their_mean():
    rows = np.array([[3.0, 3.0, np.nan], [5.0, np.nan, np.nan]])
    scores = np.array([4.0, 3.0, np.nan])
    restore_spread(rows, np.ones(2), np.array([1.0, 2.0]), np.eye(2), scores)
    np.testing.assert_allclose(scores, [4.0, 1.5 + (3 - 1) * np.sqrt(0.5), np.nan])


def test_a_missing_child_without_weight_changes_nothing():
    rows, scores = np.array([[3.0], [np.nan]]), np.array([3.0])
    restore_spread(rows, np.array([1.0, 0.0]), np.zeros(2), np.eye(2), scores)
    assert scores[0] == 3.0
