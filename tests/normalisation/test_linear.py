"""Z-scores and min-max."""

import numpy as np
import pytest
from pydantic import ValidationError

from mdi.normalisation import LineScale, MinMax, ZScore
from tests.normalisation.cases import applied, fitted, points_of


@pytest.mark.parametrize(
    "ends", [{"floor": 1, "ceiling": 1}, {"floor": 2, "ceiling": 1}, {"floor": float("nan")},
             {"floor": float("-inf")}, {"ceiling": float("inf")}]
)  # fmt: skip
def test_a_scale_without_two_finite_ends_in_order_is_refused(ends):
    with pytest.raises(ValidationError):
        MinMax(**ends)


def test_a_scale_may_have_other_ends():
    rule = MinMax(floor=-1, ceiling=1)
    np.testing.assert_allclose(points_of(rule, [0, 5, 10], -1.0), [1, 0, -1])
    np.testing.assert_allclose(points_of(rule, [7, 7]), [0, 0])
    assert rule.bounds() == (-1, 1)
    assert not rule.positive
    assert MinMax(floor=1).positive


def test_z_scores_have_mean_0_and_sample_deviation_1():
    points = points_of(ZScore(), np.random.default_rng(1).normal(40, 9, 500))
    assert points.mean() == pytest.approx(0, abs=1e-12)
    assert points.std(ddof=1) == pytest.approx(1)


def test_figures_beyond_the_reference_go_on_along_the_line_and_are_told():
    for rule, expected in ((MinMax(), [-50, 50, 150]), (ZScore(), [-2, 0, 2])):
        scale = fitted(rule, [0.0, 1.0, 2.0])
        np.testing.assert_allclose(applied(scale, [-1.0, 1.0, 3.0]), expected)
        assert scale.beyond(np.array([-1.0, 0.0, 2.0, 3.0, np.nan])).tolist() == [
            True, False, False, True, False,
        ]  # fmt: skip


@pytest.mark.parametrize("rule", [ZScore(), MinMax()])
def test_a_range_that_numbers_cannot_measure_counts_as_flat_and_nothing_goes_missing(rule):
    assert np.isfinite(points_of(rule, [-1.7e308, 0.0, 1.7e308])).all()


@pytest.mark.parametrize("wrong", [{"unit": 0}, {"unit": -1}, {"origin": float("nan")}])
def test_a_line_without_a_unit_or_an_origin_is_no_scale(wrong):
    with pytest.raises(ValidationError):
        LineScale(**{"origin": 0, "scale": 1} | wrong)
