"""No score unless every child with weight is there."""

import numpy as np

from mdi.missing import Strict


def test_an_area_that_lacks_a_child_with_weight_has_no_score():
    rows = np.array([[1.0, np.nan, 1.0], [2.0, 2.0, np.nan]])
    scores = np.array([1.5, 2.0, 1.0])
    Strict().fit(rows, np.ones(3, bool)).settle(rows, np.array([1.0, 1.0]), scores)
    np.testing.assert_array_equal(scores, [1.5, np.nan, np.nan])


def test_a_child_without_weight_may_be_missing():
    rows, scores = np.array([[1.0, 1.0], [2.0, np.nan]]), np.array([1.0, 1.0])
    Strict().fit(rows, np.ones(2, bool)).settle(rows, np.array([1.0, 0.0]), scores)
    np.testing.assert_array_equal(scores, [1.0, 1.0])
