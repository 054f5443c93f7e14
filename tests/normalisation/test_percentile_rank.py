"""Percentile ranks: 100 (ρ − 1) ÷ (n − 1)."""

import numpy as np

from mdi.normalisation import PercentileRank
from tests.normalisation.cases import applied, fitted, points_of


def test_the_best_off_has_0_the_worst_100_and_ties_share():
    points = points_of(PercentileRank(), [5.0, 1.0, 5.0, 2.0, 9.0])
    np.testing.assert_allclose(points, [62.5, 0, 62.5, 25, 100])
    published = points_of(PercentileRank(ties="as_published"), [5.0, 1.0, 5.0, 2.0, 9.0])
    np.testing.assert_allclose(published, [75, 0, 75, 25, 100])


def test_one_area_alone_stands_in_the_middle():
    assert points_of(PercentileRank(), [3.0]) == [50]


def test_figures_between_and_beyond_those_of_the_reference():
    scale = fitted(PercentileRank(), [1.0, 2.0, 3.0, 4.0, 5.0])
    np.testing.assert_allclose(applied(scale, [0.0, 2.5, 9.0]), [0, 37.5, 100])
