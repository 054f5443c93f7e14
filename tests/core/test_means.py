"""Power means of single areas, and how many have none."""

import numpy as np
import pytest

from mdi.core.means import power_mean


@pytest.mark.parametrize(
    ("power", "refused", "expected"),
    [(-1.0, 2, [1.6, np.nan, np.nan, np.nan]), (2.0, 1, [8.5**0.5, 2**0.5, np.nan, np.nan])],
)
def test_areas_without_a_mean_are_counted_and_have_none(power, refused, expected):
    rows = np.array([[1.0, 0.0, -1.0, np.nan], [4.0, 2.0, 2.0, np.nan]])
    mean = np.empty(4)
    assert power_mean(rows, np.arange(2), np.ones(2), power, mean) == refused
    np.testing.assert_allclose(mean, expected)
