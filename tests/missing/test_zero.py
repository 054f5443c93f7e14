"""Scotland's rule: a missing normal score is 0."""

import numpy as np

from mdi.missing import Zero


def test_a_missing_normal_score_is_0_unless_nothing_is_observed():
    rows = np.array([[1.2, np.nan, np.nan], [np.nan, -0.4, np.nan]])
    Zero().fit(rows, np.ones(3, bool)).fill(rows)
    np.testing.assert_array_equal(rows, [[1.2, 0.0, np.nan], [0.0, -0.4, np.nan]])
