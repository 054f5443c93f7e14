"""One look at a column finds its gaps and its reach."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mdi.core.checks import survey


@given(arrays(np.float64, st.integers(0, 50), elements=st.floats()))
@settings(deadline=None)
def test_gaps_are_marked_and_the_reach_is_that_of_the_numbers(values):
    status = np.full(values.size, 9, np.uint8)
    low, high = survey(values, 0, 2, status)
    known = values[~np.isnan(values)]
    np.testing.assert_array_equal(status, np.where(np.isnan(values), 2, 0))
    assert low == known.min(initial=np.inf)
    assert high == known.max(initial=-np.inf)
