"""Means with standard errors: Fay–Herriot with one mean for each group, F9."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mdi.shrinkage import Mean
from tests.shrinkage import twin
from tests.shrinkage.places import MEAN, measured

relaxed = settings(deadline=None, max_examples=30)
pairs = st.lists(st.tuples(st.integers(0, 500), st.integers(1, 100)), min_size=3, max_size=10)


def shrink(y, error):
    return Mean().shrink(measured([1] * len(y), y, error), MEAN)


@given(pairs=pairs)
@relaxed
def test_it_is_what_the_slow_twin_finds_and_lies_between_mean_and_group(pairs):
    y, error = np.array(pairs, float).T
    found = shrink(y, error)
    value, weight, variance = zip(*twin.mean(list(zip(y, error**2, strict=True))), strict=True)
    np.testing.assert_allclose(found.value, value, rtol=1e-9)
    np.testing.assert_allclose(found.weight, weight, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(found.variance, variance, rtol=1e-6, atol=1e-6)
    np.testing.assert_array_equal(found.figures, found.value)
    low, high = np.minimum(y, found.target), np.maximum(y, found.target)
    assert ((found.value >= low - 1e-9) & (found.value <= high + 1e-9)).all()


def test_it_is_what_is_worked_out_by_hand():
    # y = 1, 2, 6 with ψ = 1: σ² = (14 − ⅔·3) ÷ 2 = 6, γ = 6/7, β = 3
    found = shrink([1.0, 2.0, 6.0], [1.0, 1.0, 1.0])
    np.testing.assert_allclose(found.weight, 6 / 7)
    np.testing.assert_allclose(found.value, [9 / 7, 15 / 7, 39 / 7])
    np.testing.assert_allclose(found.variance, 6 / 7)


@given(pairs=pairs, unit=st.sampled_from([1e-3, 0.1, 7.0, 1000.0]))
@relaxed
def test_another_unit_gives_the_same_weights(pairs, unit):
    y, error = np.array(pairs, float).T
    plain, scaled = shrink(y, error), shrink(unit * y, unit * error)
    np.testing.assert_allclose(scaled.weight, plain.weight, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(scaled.value, unit * plain.value, rtol=1e-9)


def test_an_area_without_a_standard_error_keeps_its_mean_and_influences_nobody():
    found = shrink([1.0, 2.0, 6.0, 1000.0, 900.0], [1.0, 1.0, 1.0, np.nan, 0.0])
    np.testing.assert_allclose(found.weight, [6 / 7] * 3 + [np.nan] * 2)
    assert found.value[3:].tolist() == [1000.0, 900.0]
    assert found.target_of == ("GM0001",) * 3 + (None, None)


def test_a_mean_that_is_known_well_is_kept():
    found = shrink([1.0, 2.0, 6.0, 4.0], [1.0, 1.0, 1.0, 1e-6])
    np.testing.assert_allclose(found.value[3], 4.0, rtol=1e-9)
