"""Sums and products against exact sums, in any order."""

import math

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from mdi.core.correlation import products, totals

tables = arrays(
    np.float64, array_shapes(min_dims=2, max_dims=2, max_side=9), elements=st.floats(-1e6, 1e6)
)


@given(rows=tables)
@settings(deadline=None, max_examples=40)
def test_totals_and_products_are_those_of_exact_sums(rows):
    np.testing.assert_allclose(totals(rows), [math.fsum(row) for row in rows], rtol=1e-15)
    expected = [[math.fsum(left * right) for right in rows] for left in rows]
    np.testing.assert_allclose(products(rows), expected, rtol=1e-14, atol=1e-290)


def test_what_a_large_number_swallows_is_carried_along():
    np.testing.assert_array_equal(totals(np.array([[1e16, 1.0, 1.0, -1e16]])), [2.0])


def test_the_order_of_areas_changes_no_bit():
    rng = np.random.default_rng(3)
    rows = rng.lognormal(0, 3, (4, 2000))
    shuffled = np.ascontiguousarray(rows[:, rng.permutation(2000)])
    np.testing.assert_array_equal(totals(rows), totals(shuffled))
    np.testing.assert_array_equal(products(rows), products(shuffled))
