"""The kernels of permutation: chance that is counted, fair, and the same everywhere."""

import math

import numpy as np
import pytest

from geodata.core.permutation import _below, _drawn, _shuffle, _stream, local_extremes, products

SETS = 4000


def drawn(values, own, count, permutation):
    seen = np.full(len(values), -1)
    state = np.uint64(_stream(3, own, permutation))
    return _drawn(np.asarray(values, float), own, count, state, seen, 0)


def test_numbers_below_a_bound_are_as_likely_as_any():
    found = [int(_below(np.uint64(_stream(1, 0, place)), 7)) for place in range(14_000)]
    counts = np.bincount(found, minlength=7)
    assert len(counts) == 7
    chi_squared = ((counts - 2000) ** 2 / 2000).sum()
    assert chi_squared < 22.5  # 0.999 quantile with 6 degrees of freedom


@pytest.mark.parametrize("count", [1, 2, 3, 5, 6])
def test_every_set_of_others_is_as_likely_as_any(count):
    powers = 2.0 ** np.arange(7)  # a sum says which were drawn
    sums, seen = np.unique([drawn(powers, 2, count, b) for b in range(SETS)], return_counts=True)
    assert all(int(total).bit_count() == count and not int(total) & 4 for total in sums)
    assert len(sums) == math.comb(6, count)
    expected = SETS / len(sums)
    assert ((seen - expected) ** 2 / expected).sum() < len(sums) + 4 * math.sqrt(2 * len(sums))


def test_a_shuffle_makes_every_order_as_often_as_any():
    orders = {}
    for seed in range(SETS):
        values = np.arange(4.0)
        _shuffle(values, np.uint64(_stream(seed, 0, 0)))
        orders[tuple(values)] = orders.get(tuple(values), 0) + 1
    seen, expected = np.array(list(orders.values())), SETS / 24
    assert len(seen) == 24
    assert ((seen - expected) ** 2 / expected).sum() < 49.7  # 0.999 with 23 degrees of freedom


def test_streams_of_areas_permutations_and_seeds_are_all_different():
    streams = {
        int(_stream(seed, area, permutation))
        for seed in range(10)
        for area in range(100)
        for permutation in range(100)
    }
    assert len(streams) == 100_000


def test_areas_may_be_done_in_parts():
    random = np.random.default_rng(1)
    z, starts = random.normal(size=40), np.arange(0, 121, 3)
    around = np.concatenate([np.delete(np.arange(40), i)[[0, 7, 20]] for i in range(40)])
    whole, parts = np.empty((2, 40), np.int64), np.empty((2, 40), np.int64)
    local_extremes(z, z, starts, around, 5, 99, 0, *whole)
    for first, last in ((0, 11), (11, 40)):
        local_extremes(z, z, starts, around, 5, 99, first, *parts[:, first:last])
    np.testing.assert_array_equal(whole, parts)


def test_products_are_of_each_value_and_the_mean_of_its_neighbours():
    values, starts, around = np.array([1.0, 2.0, 4.0]), np.array([0, 1, 3, 4]), [1, 0, 2, 1]
    assert products(values, starts, np.array(around)) == 1 * 2 + 2 * 2.5 + 4 * 2
