"""Ties share the better rank; a decile is a tenth of the ranked areas."""

from math import ceil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdi.ranking import deciles, ranks


def test_ties_share_the_better_rank_and_the_next_one_is_left_out():
    given_ranks, ranked = ranks(np.array([5.0, 9.0, 5.0, np.nan, 1.0]))
    assert given_ranks.tolist() == [2, 1, 2, 0, 4]
    assert ranked == 4


def test_the_smallest_difference_between_scores_is_a_difference_in_rank():
    assert ranks(np.array([1.0, np.nextafter(1.0, 2.0)]))[0].tolist() == [2, 1]


@given(st.integers(1, 500))
@settings(deadline=None)
def test_a_decile_is_ten_times_the_rank_by_the_number_rounded_up(ranked):
    given_ranks = np.arange(1, ranked + 1, dtype=np.int32)
    expected = [ceil(10 * r / ranked) for r in range(1, ranked + 1)]
    assert deciles(given_ranks, ranked, 1).tolist() == expected


def test_ranks_of_millions_of_areas_do_not_overflow():
    given_ranks = np.array([1, 400_000_000, 1_000_000_000, 0], np.int32)
    assert deciles(given_ranks, 1_000_000_000, 20).tolist() == [1, 4, 10, 0]


@pytest.mark.parametrize(("ranked", "some"), [(19, False), (20, True)])
def test_fewer_ranked_areas_than_the_method_asks_have_no_deciles(ranked, some):
    found = deciles(np.arange(1, ranked + 1, dtype=np.int32), ranked, 20)
    assert bool(found.any()) is some


def test_nobody_ranked_gives_no_deciles_even_where_none_are_asked_for():
    assert deciles(np.zeros(3, np.int32), 0, 0).tolist() == [0, 0, 0]
