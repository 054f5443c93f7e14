"""Scales that are declared: goalposts, and the distance to a target."""

import numpy as np
import pytest
from pydantic import ValidationError

import mdi
from mdi.normalisation import Goalposts, TargetDistance
from tests.normalisation.cases import applied, fitted, points_of

LIFE = Goalposts(best=85, worst=20)


def test_life_expectancy_on_the_goalposts_of_the_human_development_index():
    """The index itself is (71.4 − 20) ÷ 65 = 0.791; deprivation is what is left of 1."""
    points = points_of(LIFE, [71.4, 85, 20], -1.0)
    np.testing.assert_allclose(points, [100 * (1 - 51.4 / 65), 0, 100])


def test_figures_beyond_the_goalposts_stop_there_unless_they_may_go_on():
    np.testing.assert_array_equal(points_of(LIFE, [90, 10], -1.0), [0, 100])
    endless = LIFE.model_copy(update={"truncate": False})
    np.testing.assert_allclose(points_of(endless, [91.5, 13.5], -1.0), [-10, 110])
    assert endless.bounds() is None
    assert LIFE.bounds() == (0, 100)


def test_nothing_of_the_data_enters():
    few, many = fitted(LIFE, [70.0], -1.0), fitted(LIFE, np.arange(30.0, 90.0), -1.0)
    assert few == many


@pytest.mark.parametrize(
    ("rule", "sign", "words"),
    [
        (LIFE, 1.0, "a higher figure is better, but it is declared to be worse"),
        (Goalposts(best=0, worst=4), -1.0, "a higher figure is worse, but it is declared to be"),
    ],
)
def test_goalposts_against_the_direction_of_the_figures_are_refused(rule, sign, words):
    with pytest.raises(mdi.ComputationError, match=words) as raised:
        fitted(rule, [1.0, 2.0], sign)
    assert "Swap 'best' and 'worst'" in str(raised.value)


@pytest.mark.parametrize(
    "wrong", [{"best": 1, "worst": 1}, {"best": 1}, {"worst": float("inf"), "best": 1},
              {"best": 0, "worst": 1, "floor": 5, "ceiling": 5}]
)  # fmt: skip
def test_goalposts_that_are_no_scale_are_refused(wrong):
    with pytest.raises(ValidationError):
        Goalposts(**wrong)


def test_the_distance_to_a_target_runs_to_the_worst_of_the_reference():
    points = points_of(TargetDistance(target=2), [1.0, 2.0, 4.0, 6.0])
    np.testing.assert_allclose(points, [0, 0, 50, 100])
    points = points_of(TargetDistance(target=4, ceiling=10), [1.0, 2.5, 5.0], -1.0)
    np.testing.assert_allclose(points, [10, 5, 0])


def test_where_all_have_reached_the_target_nobody_has_points():
    scale = fitted(TargetDistance(target=9, floor=1), [1.0, 9.0])
    np.testing.assert_array_equal(applied(scale, [1.0, 9.0, 30.0]), [1, 1, 1])


def test_worse_than_the_worst_of_the_reference_stops_at_the_ceiling_and_is_told():
    scale = fitted(TargetDistance(target=2), [1.0, 6.0])
    np.testing.assert_array_equal(applied(scale, [60.0]), [100])
    assert scale.beyond(np.array([60.0])).all()
