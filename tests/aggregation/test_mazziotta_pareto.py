"""MPI and AMPI worked by hand: unbalance raises the score, because more is worse."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from mdi.aggregation import AdjustedMazziottaPareto, Arithmetic, MazziottaPareto, Penalised
from mdi.errors import ComputationError
from tests.aggregation.cases import apply, scores_of

PLAIN = Penalised(origins=[0.0, 0.0], units=[1.0, 1.0], width=10.0)  # z = 100 + 10 x


def score(combiner, *children, weights=(1.0, 1.0)):
    return apply(combiner, np.array(children, float)[:, None], np.array(weights)).item()


def test_mpi_of_opposite_children_by_hand():
    # z = 100 ∓ 10 · 1 ÷ √(2/3); in the first area M = 100, S² = 150, M + S²/M = 101.5
    rows = [[1.0, 2.0, 3.0], [30.0, 20.0, 10.0]]
    np.testing.assert_allclose(scores_of(MazziottaPareto(), rows, [1, 1]), [101.5, 100, 101.5])


def test_mpi_with_weights_by_hand():
    # z = 112.2474 and 87.7526, weights 3 to 1: M = 106.1237, S² = 112.5
    rows = [[1.0, 2.0, 3.0], [30.0, 20.0, 10.0]]
    found = scores_of(MazziottaPareto(), rows, [3, 1])[2]
    assert found == pytest.approx(106.1237244 + 112.5 / 106.1237244, abs=1e-6)


def test_mpi_of_balanced_children_is_their_mean():
    rows = [[1.0, 2.0, 3.0], [10.0, 20.0, 30.0]]
    z = 100 + np.array([-1, 0, 1]) * 10 / (2 / 3) ** 0.5
    np.testing.assert_allclose(scores_of(MazziottaPareto(), rows, [1, 1]), z)


def test_ampi_with_goalposts_around_the_mean_by_hand():
    # mean 50, half range 50: z is 70, 100, 130; M = 100, S = 30, M + S·S/M = 109
    rows = [[0.0, 50.0, 100.0], [100.0, 50.0, 0.0]]
    np.testing.assert_allclose(
        scores_of(AdjustedMazziottaPareto(), rows, [1, 1]), [109, 100, 109], rtol=1e-14
    )


def test_ampi_with_declared_goalposts_by_hand():
    # z = 70 and 100: M = 85, S = 15
    rule = AdjustedMazziottaPareto(goalposts=(0, 200))
    assert scores_of(rule, [[0.0], [100.0]], [1, 1]).item() == pytest.approx(85 + 225 / 85)


def test_ampi_with_a_declared_reference_value_by_hand():
    # goalposts 25 ± 50: z = 85 and 145, M = 115, S = 30
    rule = AdjustedMazziottaPareto(reference_value=25)
    rows = [[0.0, 50.0, 100.0], [100.0, 50.0, 0.0]]
    assert scores_of(rule, rows, [1, 1])[0] == pytest.approx(115 + 900 / 115)


def test_the_average_area_of_the_reference_has_a_hundred_points():
    rows = [[1.0, 4.0, 13.0, 6.0], [6.0, 2.0, 19.0, 9.0]]
    for rule in (MazziottaPareto(), AdjustedMazziottaPareto()):
        assert scores_of(rule, rows, [1, 1])[3] == pytest.approx(100, abs=1e-12)


@given(x=st.floats(-3, 3), y=st.floats(-3, 3), weight=st.floats(0.1, 10))
@settings(deadline=None, max_examples=40)
def test_the_penalty_raises_the_score_and_vanishes_in_balance(x, y, weight):
    z = np.array([[x], [y]]) * 10 + 100
    mean = scores_of(Arithmetic(), z, [1, weight]).item()
    found = score(PLAIN, x, y, weights=(1.0, weight))
    assert found >= mean - 1e-9
    assert (found > mean + 1e-9) == (abs(x - y) > 1e-3) or 1e-6 < abs(x - y) <= 1e-3
    shares = np.array([1, weight]) / (1 + weight)
    assert found == pytest.approx((shares @ z**2 / (shares @ z)).item())


@given(x=st.floats(-9, 9), y=st.floats(-9, 9), weight=st.floats(0.1, 10))
@settings(deadline=None, max_examples=40)
def test_the_score_rises_with_a_child_exactly_from_half_of_the_score(x, y, weight):
    before = score(PLAIN, x, y, weights=(1.0, weight))
    after = score(PLAIN, x + 1e-4, y, weights=(1.0, weight))
    above = 100 + 10 * x - before / 2
    assert np.sign(after - before) == np.sign(above) or abs(above) < 0.1


def test_a_child_five_deviations_down_can_lower_the_score_by_rising():
    # z = 40 and 150: 95 + 55²/95 = 126.84; z = 50 and 150: 100 + 50²/100 = 125
    assert score(PLAIN, -6, 5) == pytest.approx(95 + 55**2 / 95)
    assert score(PLAIN, -5, 5) == pytest.approx(125)


def test_areas_whose_mean_is_not_above_zero_are_refused_with_their_number():
    rows = np.array([[-11.0, 0.0, -30.0], [-9.0, 0.0, np.nan]])
    with pytest.raises(ComputationError, match="not defined in 2 areas"):
        apply(PLAIN, rows, np.ones(2))


def test_a_child_that_does_not_tell_the_reference_apart_has_a_hundred_points():
    for rule in (MazziottaPareto(), AdjustedMazziottaPareto()):
        np.testing.assert_array_equal(scores_of(rule, [[0.1] * 7], [1]), 100.0)


@pytest.mark.parametrize(
    ("declared", "message"),
    [
        ({"goalposts": (1, 0)}, "expected the first below the second"),
        ({"goalposts": (1, 1)}, "expected the first below the second"),
        ({"goalposts": (0, np.inf)}, "finite"),
        ({"goalposts": (0, 1), "reference_value": 0.5}, "found 'goalposts' and 'reference_value'"),
    ],
)
def test_wrong_goalposts_are_no_declaration(declared, message):
    with pytest.raises(ValidationError, match=message):
        AdjustedMazziottaPareto(**declared)
