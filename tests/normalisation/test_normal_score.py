"""Normal scores of ranks."""

import numpy as np
import pytest
from hypothesis import given, settings
from scipy.stats import norm, rankdata

from mdi.normalisation import NormalScore
from tests.normalisation.cases import cases, points_of


@given(case=cases)
@settings(deadline=None)
def test_a_mirrored_indicator_has_exactly_mirrored_normal_scores(case):
    values, among = case
    up, down = (points_of(NormalScore(), values, sign, among) for sign in (1.0, -1.0))
    np.testing.assert_array_equal(up, -down)


@pytest.mark.parametrize(("ties", "method"), [("average", "average"), ("as_published", "max")])
def test_normal_scores_are_those_of_the_tied_rank(ties, method):
    values = np.array([3.0, 1.0, 3.0, np.nan, 2.0])
    expected = norm.ppf(rankdata(values, method, nan_policy="omit") / 5)
    np.testing.assert_allclose(points_of(NormalScore(ties=ties), values), expected, rtol=1e-12)


def test_the_middle_of_an_odd_number_of_areas_has_exactly_0():
    assert points_of(NormalScore(), [9.0, 1.0, 4.0])[2] == 0
    assert points_of(NormalScore(), [4.0]) == [0]
    assert NormalScore().centred
    assert NormalScore().bounds() is None
