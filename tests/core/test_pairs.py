"""Correlations of rows with gaps, against numpy."""

import numpy as np
import pytest

from mdi.core.pairs import pairwise_correlation


def test_each_pair_is_measured_where_both_have_a_number():
    rows = np.random.default_rng(1).normal(size=(3, 50))
    rows[0, :10], rows[1, 5:20] = np.nan, np.nan
    among = np.arange(50) % 9 > 0
    both = among & ~np.isnan(rows[0] + rows[1])
    found = pairwise_correlation(rows, among)
    assert found[0, 1] == found[1, 0] == pytest.approx(np.corrcoef(rows[:2, both])[0, 1])


def test_a_pair_that_shares_two_areas_or_does_not_vary_is_uncorrelated():
    rows = np.array([[1, 2, 3, np.nan, np.nan], [np.nan, 2, 5, 1, 2], [0.1, 0.1, 0.1, 0.1, 0.1]])
    np.testing.assert_array_equal(pairwise_correlation(rows, np.ones(5, bool)), np.eye(3))
