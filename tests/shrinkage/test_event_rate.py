"""Rates of events: empirical Bayes by Marshall, F8."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mdi.shrinkage import EventRate
from tests.shrinkage import twin
from tests.shrinkage.places import RATE, counted

relaxed = settings(deadline=None, max_examples=30)
pairs = st.lists(st.tuples(st.integers(0, 5000), st.integers(1, 3000)), min_size=3, max_size=10)


def shrink(r, n):
    return EventRate().shrink(counted(RATE, [1] * len(r), r, n), RATE)


@given(pairs=pairs)
@relaxed
def test_it_is_what_the_slow_twin_finds_and_lies_between_rate_and_group(pairs):
    r, n = np.array(pairs, float).T
    found = shrink(r, n)
    value, weight, variance = zip(*twin.event_rate(pairs), strict=True)
    np.testing.assert_allclose(found.value, value, rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(found.weight, weight, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(found.variance, variance, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(found.figures, 1000 * found.value)
    np.testing.assert_allclose(found.target, r.sum() / n.sum(), rtol=1e-12)
    low, high = np.minimum(found.raw, found.target), np.maximum(found.raw, found.target)
    assert ((found.value >= low * (1 - 1e-11)) & (found.value <= high * (1 + 1e-11))).all()


def test_it_is_what_is_worked_out_by_hand():
    # θ = 0, 0.1, 0.3; m = 40/300; s² = (m² + (0.1−m)² + (0.3−m)²)/3 = 7/450; A = s² − m/100
    found = shrink([0, 10, 30], [100, 100, 100])
    a = 7 / 450 - 40 / 300 / 100
    weight = a / (a + 40 / 300 / 100)
    np.testing.assert_allclose(found.weight, weight, rtol=1e-12)
    np.testing.assert_allclose(found.value[0], 40 / 300 * (1 - weight), rtol=1e-11)


def test_more_events_than_people_are_a_rate_as_well():
    found = shrink([300, 20, 30], [100, 100, 100])
    assert found.raw[0] == 3
    assert 0.3 < found.value[0] < 3


def test_where_nothing_happened_the_rate_is_zero():
    found = shrink([0, 0, 0], [100, 50, 2])
    assert found.value.tolist() == [0, 0, 0]
    assert found.weight.tolist() == [0, 0, 0]


@given(pairs=pairs)
@relaxed
def test_an_area_of_very_many_people_keeps_its_rate_where_areas_differ(pairs):
    r, n = np.array([*pairs, (4e11, 1e12)], float).T
    found = shrink(r, n)
    np.testing.assert_allclose(found.value[-1], 0.4, rtol=1e-6)
