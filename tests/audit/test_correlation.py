"""Correlations against numpy, with gaps and without; what has none is NaN in silence."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdi.audit.correlation import correlation, correlations

NONE = float("nan")
relaxed = settings(deadline=None, max_examples=40)
cell = st.one_of(st.just(NONE), st.integers(-3, 3).map(float), st.floats(-1e150, 1e150))


def twin(left, right):
    """The slow way: the areas that both have, one pair at a time."""
    both = [(x, y) for x, y in zip(left, right, strict=True) if not np.isnan([x, y]).any()]
    if len(both) < 3:
        return NONE
    x, y = zip(*both, strict=True)
    if len(set(x)) == 1 or len(set(y)) == 1:
        return NONE
    return np.corrcoef(x, y)[0, 1]


@pytest.mark.parametrize("gaps", [0.0, 0.3])
def test_they_are_those_of_numpy_over_the_areas_that_both_have(gaps):
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(6, 80)).cumsum(axis=0) + 1e4
    rows[rng.uniform(size=rows.shape) < gaps] = NONE
    expected = [[twin(left, right) for right in rows] for left in rows]
    np.testing.assert_allclose(correlations(rows), expected, atol=1e-9)


@given(
    st.integers(0, 9).flatmap(
        lambda n: st.lists(st.lists(cell, min_size=n, max_size=n), min_size=1, max_size=4)
    )
)
@relaxed
def test_whatever_the_figures_they_are_from_minus_one_to_one_or_missing(rows):
    found = correlations(np.array(rows, np.float64).reshape(len(rows), -1))
    known = found[~np.isnan(found)]
    assert (np.abs(known) <= 1).all()
    np.testing.assert_array_equal(found, found.T)
    assert set(np.diag(found)[~np.isnan(np.diag(found))]) <= {1.0}


@pytest.mark.parametrize(
    "right",
    [[5.0, 5, 5, 5], [0.1, 0.1, 0.1, NONE], [1.0, 2, NONE, NONE], [NONE] * 4],
    ids=["constant", "constant where it is known", "two areas", "nothing"],
)
def test_a_row_that_does_not_differ_or_is_not_known_has_none(right):
    assert np.isnan(correlation(np.array([1.0, 2, 3, 4]), np.array(right)))


def test_a_row_that_only_differs_where_the_other_is_missing_has_none():
    assert np.isnan(correlation(np.array([1.0, 2, 3, NONE]), np.array([7.0, 7, 7, 9])))


def test_mirror_images_have_exactly_minus_one():
    row = np.random.default_rng(1).normal(size=50)
    assert correlation(row, 3 - row) == -1
    assert correlation(row, row * 1e-9) == 1
