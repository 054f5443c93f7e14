"""Moments and lines against numpy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mdi.core.linear import line, moments

ordinary = st.one_of(st.floats(-1e6, 1e6), st.just(np.nan))


@given(
    arrays(np.float64, st.integers(0, 60), elements=ordinary).flatmap(
        lambda v: st.tuples(st.just(v), arrays(bool, v.size))
    )
)
@settings(deadline=None)
def test_moments_are_those_of_the_reference_alone(case):
    values, reference = case
    known = values[reference & ~np.isnan(values)]
    found = moments(values, reference)
    if known.size == 0:
        assert np.isnan(found).all()
        return
    deviation = known.std(ddof=1) if known.size > 1 else 0.0
    expected = (known.mean(), deviation, known.min(), known.max())
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)


def test_a_large_offset_does_not_swallow_the_deviation():
    values = 1e9 + np.array([1.0, 2.0, 3.0, 4.0])
    assert moments(values, np.ones(4, bool))[1] == pytest.approx(np.sqrt(5 / 3), rel=1e-12)


def test_a_line_keeps_gaps_and_leaves_its_input_alone():
    values, points = np.array([1.0, np.nan, 3.0]), np.empty(3)
    line(values, 1.0, 2.0, -10.0, 5.0, points)
    np.testing.assert_array_equal(points, [5.0, np.nan, -5.0])
    np.testing.assert_array_equal(values, [1.0, np.nan, 3.0])
