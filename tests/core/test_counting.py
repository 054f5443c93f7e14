"""Shares of the observed weight above a cutoff."""

import numpy as np

from mdi.core.counting import deprived_share


def test_the_share_is_of_the_weight_that_is_observed():
    rows = np.array([[9.0, 5.0, np.nan, np.nan], [1.0, 9.0, 9.0, np.nan], [9.0, 9.0, 9.0, 9.0]])
    share = np.empty(4)
    deprived_share(rows, np.arange(3), np.array([3.0, 1.0, 0.0]), 5.0, share)
    np.testing.assert_array_equal(share, [0.75, 0.25, 1.0, np.nan])
