"""One look at a column finds its gaps, and what lies outside its bounds."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mdi.core.checks import count_outside, mark_absent

columns = arrays(np.float64, st.integers(0, 50), elements=st.floats())


@given(columns)
@settings(deadline=None)
def test_gaps_are_marked(values):
    status = np.full(values.size, 9, np.uint8)
    mark_absent(values, 0, 2, status)
    np.testing.assert_array_equal(status, np.where(np.isnan(values), 2, 0))


@given(columns, st.floats(allow_nan=False), st.floats(allow_nan=False))
@settings(deadline=None)
def test_numbers_outside_the_bounds_are_counted_and_gaps_are_not(values, low, high):
    with np.errstate(invalid="ignore"):
        expected = ((values < low) | (values > high)).sum()
    assert count_outside(values, low, high) == expected
