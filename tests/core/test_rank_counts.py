"""What many draws say of the rank of each area."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdi.core.rank_counts import (
    count_ranks,
    kept_within,
    quantiles_within,
    rank_quantiles,
    ranked_in,
)

QUANTILES = np.array([50, 500, 950])
SHARES = [0.05, 0.5, 0.95]


def counted(ranks, limits=(1, 3), part=None, edges=(1, 5, 5, 9, 9, 13), shift=0):
    """Windows over ranks 1 to 12 by default; sums, counts, and the bins of the quantiles."""
    draws, size = ranks.shape
    windows = np.tile(np.array(edges), (size, 1))
    bins = 4 + sum(
        (after - first) >> shift for first, after in zip(edges[::2], edges[1::2], strict=True)
    )
    starts, tally = np.arange(size + 1) * bins, np.zeros(size * bins, np.uint16)
    total, within = np.zeros(size, np.int64), np.zeros((len(limits) + 1, size), np.int64)
    ends = np.repeat(np.array(limits, ranks.dtype)[:, np.newaxis], draws, axis=1)
    part = part or (0, size)
    count_ranks(ranks, part, ends, windows, starts, shift, tally, total, within)
    low, high = np.empty((2, 3, size), np.int64)
    most = int(ranks.max(initial=1))
    quantiles_within(tally, starts, windows, shift, max(most, 12), within[-1], QUANTILES, low, high)
    return total, within, tally.reshape(size, bins), low, high


columns = st.integers(1, 12).flatmap(
    lambda most: st.lists(
        st.lists(st.integers(1, most), min_size=4, max_size=4), min_size=1, max_size=60
    )
)


@given(columns)
def test_counts_are_those_of_numpy(rows):
    ranks = np.array(rows, np.uint16)
    total, within, _, low, high = counted(ranks)
    expected = np.quantile(ranks, SHARES, axis=0, method="inverted_cdf")
    np.testing.assert_array_equal(low, expected)
    np.testing.assert_array_equal(high, expected + 1)
    np.testing.assert_array_equal(total, ranks.sum(axis=0))
    np.testing.assert_array_equal(within[0], (ranks <= 1).sum(axis=0))
    np.testing.assert_array_equal(within[1], (ranks <= 3).sum(axis=0))
    assert (within[2] == len(ranks)).all()


@given(columns, st.sampled_from([(2, 4, 4, 4, 9, 11), (3, 7, 7, 7, 7, 7), (13,) * 6, (1,) * 6]))
def test_quantiles_outside_the_windows_lie_in_the_bins_between(rows, edges):
    ranks = np.array(rows, np.uint16)
    *_, low, high = counted(ranks, edges=edges)
    expected = np.quantile(ranks, SHARES, axis=0, method="inverted_cdf")
    assert ((low <= expected) & (expected < high)).all()


@given(columns)
def test_ranks_may_share_a_bin(rows):
    ranks = np.array(rows, np.uint16)
    *_, low, high = counted(ranks, shift=2)
    expected = np.quantile(ranks, SHARES, axis=0, method="inverted_cdf")
    assert ((low <= expected) & (expected < high) & (high - low == 4)).all()


@pytest.mark.parametrize("kind", [np.uint16, np.uint32])
def test_more_areas_than_a_tile(kind):
    ranks = np.random.default_rng(1).integers(1, 500, (300, 100)).astype(kind)
    _, within, _, low, _ = counted(ranks, (50, 499), edges=(1, 101, 200, 300, 400, 500))
    np.testing.assert_array_equal(low[1], np.quantile(ranks, 0.5, 0, method="inverted_cdf"))
    assert (within[1] == 300).all()


def test_draws_without_a_rank_do_not_count():
    ranks = np.array([[0, 0], [4, 0], [2, 0], [0, 0]], np.uint16)
    total, within, _, low, high = counted(ranks)
    assert low.T.tolist() == [[2, 2, 4], [0, 0, 0]]
    assert (high - low == 1).all()
    assert total.tolist() == [6, 0]
    assert within.T.tolist() == [[0, 1, 2], [0, 0, 0]]


def test_only_the_areas_that_are_asked_for_are_counted():
    ranks = np.random.default_rng(1).integers(1, 9, (20, 50)).astype(np.uint16)
    total, _, bins, *_ = counted(ranks, part=(10, 45))
    sums, _, whole, *_ = counted(ranks)
    np.testing.assert_array_equal(bins[10:45], whole[10:45])
    assert not bins[:10].any()
    assert not bins[45:].any()
    np.testing.assert_array_equal(total[10:45], sums[10:45])


@pytest.mark.parametrize("most", [12, 100_000])
@given(columns)
def test_quantiles_of_a_few_draws_are_those_of_numpy(most, rows):
    """Whether ranks are counted or, where there are many more ranks than draws, sorted."""
    ranks = np.array(rows, np.uint16)
    ranks = np.column_stack([ranks, np.zeros(len(ranks), np.uint16)])
    found = np.full((3, 5), -1)
    rank_quantiles(ranks, (0, 5), most, QUANTILES, found)
    expected = np.quantile(ranks[:, :4], SHARES, axis=0, method="inverted_cdf")
    np.testing.assert_array_equal(found[:, :4], expected)
    assert not found[:, 4].any()


def test_members_within_the_limit_of_their_draw():
    ranks = np.array([[1, 2, 3, 0], [3, 1, 2, 0]], np.uint16)
    kept, ranked = np.empty(2, np.int64), np.empty(2, np.int64)
    kept_within(ranks, np.array([0, 1, 3]), np.array([1, 2]), kept)
    ranked_in(ranks, ranked)
    assert kept.tolist() == [1, 1]
    assert ranked.tolist() == [3, 3]
