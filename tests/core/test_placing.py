"""The place of a figure among the sorted figures of a reference."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdi.core.placing import half_places, points_by_place

figures = st.integers(-3, 3).map(float) | st.floats(-1e308, 1e308) | st.just(-0.0)


def places(reference, values, sign=1.0, *, shared=False):
    found = np.empty(len(values), np.int64)
    ordered = np.sort(sign * np.asarray(reference, float))
    half_places(ordered, sign, np.asarray(values, float), shared, found)
    return found


def place(reference, x, *, shared):
    """Twice the rank less one, by counting."""
    below, equal = sum(y < x for y in reference), sum(y == x for y in reference)
    rank = below + equal if shared and equal else below + (equal + 1) / 2
    return 2 * min(max(rank, 0.5), len(reference)) - 1


@given(
    reference=st.lists(figures, min_size=1, max_size=25),
    values=st.lists(figures, max_size=25),
    sign=st.sampled_from([1.0, -1.0]),
    shared=st.booleans(),
)
@settings(deadline=None)
def test_places_are_those_of_counting(reference, values, sign, shared):
    turned = [sign * x for x in reference]
    expected = [place(turned, sign * x, shared=shared) for x in reference + values]
    np.testing.assert_array_equal(
        places(reference, reference + values, sign, shared=shared), expected
    )


@pytest.mark.parametrize("shared", [False, True])
def test_nan_has_no_place_and_an_empty_reference_has_none_to_give(shared):
    assert places([1.0, 2.0], [np.nan, 2.0], shared=shared).tolist() == [-1, 3]
    assert places([], [1.0, np.nan], shared=shared).tolist() == [-1, -1]


def test_a_place_without_points_is_nan():
    points = np.empty(3)
    points_by_place(np.array([1, -1, 0]), np.array([5.0, 7.0]), points)
    np.testing.assert_array_equal(points, [7, np.nan, 5])
