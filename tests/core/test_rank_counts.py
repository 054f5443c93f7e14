"""What many draws say of the rank of each area."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdi.core.rank_counts import kept_within, rank_counts, ranked_in

QUANTILES = np.array([50, 500, 950])


def counted(ranks, limits=(1, 3), part=None, most=None):
    size = ranks.shape[1]
    found, total = np.full((3, size), -1), np.full(size, -1)
    within = np.full((len(limits) + 1, size), -1)
    highest = most or int(ranks.max(initial=1))
    rank_counts(
        ranks, part or (0, size), highest, QUANTILES, np.array(limits), found, total, within
    )
    return found, total, within


@given(
    st.integers(1, 9).flatmap(
        lambda most: st.lists(
            st.lists(st.integers(1, most), min_size=4, max_size=4), min_size=1, max_size=60
        )
    )
)
def test_counts_are_those_of_numpy(rows):
    ranks = np.array(rows, np.uint16)
    found, total, within = counted(ranks)
    expected = np.quantile(ranks, [0.05, 0.5, 0.95], axis=0, method="inverted_cdf")
    np.testing.assert_array_equal(found, expected)
    np.testing.assert_array_equal(total, ranks.sum(axis=0))
    np.testing.assert_array_equal(within[0], (ranks <= 1).sum(axis=0))
    np.testing.assert_array_equal(within[1], (ranks <= 3).sum(axis=0))
    assert (within[2] == len(ranks)).all()


@pytest.mark.parametrize("kind", [np.uint16, np.uint32])
def test_more_areas_than_a_tile(kind):
    ranks = np.random.default_rng(1).integers(1, 500, (300, 100)).astype(kind)
    found, _, within = counted(ranks, (50, 499))
    np.testing.assert_array_equal(found[1], np.quantile(ranks, 0.5, 0, method="inverted_cdf"))
    assert (within[1] == 300).all()


def test_draws_without_a_rank_do_not_count():
    ranks = np.array([[0, 0], [4, 0], [2, 0], [0, 0]], np.uint16)
    found, total, within = counted(ranks)
    assert found.T.tolist() == [[2, 2, 4], [0, 0, 0]]
    assert total.tolist() == [6, 0]
    assert within.T.tolist() == [[0, 1, 2], [0, 0, 0]]


def test_only_the_areas_that_are_asked_for_are_written():
    ranks = np.random.default_rng(1).integers(1, 9, (20, 50)).astype(np.uint16)
    found, total, _ = counted(ranks, part=(10, 45))
    whole, sums, _ = counted(ranks)
    np.testing.assert_array_equal(found[:, 10:45], whole[:, 10:45])
    assert set(total[:10]) == {-1} == set(total[45:])
    np.testing.assert_array_equal(total[10:45], sums[10:45])


def test_members_within_the_limit_of_their_draw():
    ranks = np.array([[1, 2, 3, 0], [3, 1, 2, 0]], np.uint16)
    kept, ranked = np.empty(2, np.int64), np.empty(2, np.int64)
    kept_within(ranks, np.array([0, 1, 3]), np.array([1, 2]), kept)
    ranked_in(ranks, ranked)
    assert kept.tolist() == [1, 1]
    assert ranked.tolist() == [3, 3]
