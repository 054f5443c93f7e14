"""Ties share the better rank; a decile is a tenth of the ranked areas."""

from math import ceil

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdi.errors import ComputationError
from mdi.ranking import Deciles, deciles, ranks, ranks_within


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


def sizes_and_ranks_by_loop(scores, groups):
    """The plain twin: every area is compared with the others of its group."""
    within, sizes = [], []
    for score, group in zip(scores, groups, strict=True):
        peers = [
            s
            for s, g in zip(scores, groups, strict=True)
            if g == group and s == s  # noqa: PLR0124
        ]
        missing = group is None
        sizes.append(0 if missing else len(peers))
        within.append(0 if missing or np.isnan(score) else 1 + sum(s > score for s in peers))
    return within, sizes


SCORES = st.one_of(st.just(float("nan")), st.sampled_from([0.0, 1.0, 2.5, np.nextafter(2.5, 3)]))


@given(st.lists(st.tuples(SCORES, st.sampled_from([None, "a", "b", "c"])), max_size=30))
@settings(deadline=None, max_examples=40)
def test_a_rank_within_a_group_counts_the_worse_areas_of_that_group(areas):
    scores, groups = np.array([s for s, _ in areas], float), [g for _, g in areas]
    within, sizes = ranks_within(scores, groups)
    assert (within.tolist(), sizes.tolist()) == sizes_and_ranks_by_loop(scores, groups)


def test_ranks_within_one_group_are_the_national_ranks():
    scores = np.random.default_rng(1).integers(0, 50, 300).astype(float)
    scores[:3] = np.nan
    within, sizes = ranks_within(scores, ["everyone"] * 300)
    np.testing.assert_array_equal(within, ranks(scores)[0])
    assert set(sizes.tolist()) == {297}


def test_deciles_of_wales_round_the_other_way():
    """⌊10 · (rank − 1) ÷ N⌋ + 1: of 15 areas the second is in decile 1, not in 2."""
    places = np.arange(16, dtype=np.int32)
    floor = Deciles(rule="floor").of(places, 15, 1, np.empty(0)).tolist()
    assert floor == [0, *(10 * (r - 1) // 15 + 1 for r in range(1, 16))]
    assert floor[2] == 1
    assert Deciles().of(places, 15, 1, np.empty(0))[2] == 2


def test_an_area_is_in_the_tenth_in_which_its_middle_inhabitant_lies():
    """Middles at 2.5 %, 10 %, 57.5 % of the people; the second stands on a boundary."""
    places, people = np.array([3, 0, 1, 2], np.int32), np.array([85.0, 7.0, 5.0, 10.0])
    assert Deciles(by="population").of(places, 3, 1, people).tolist() == [6, 0, 1, 1]
    by_floor = Deciles(by="population", rule="floor")
    assert by_floor.of(places, 3, 1, people).tolist() == [6, 0, 1, 2]


def test_tied_areas_are_one_block_of_inhabitants_and_share_the_decile():
    places, people = np.array([1, 1, 3], np.int32), np.array([1.0, 79.0, 20.0])
    assert Deciles(by="population").of(places, 3, 1, people).tolist() == [4, 4, 9]


def test_areas_where_nobody_lives_stand_where_the_cumulation_has_come():
    places, people = np.array([1, 2, 3, 4], np.int32), np.array([0.0, 30.0, 0.0, 70.0])
    for rule, expected in (("ceiling", [1, 2, 3, 7]), ("floor", [1, 2, 4, 7])):
        declared = Deciles(by="population", rule=rule)
        assert declared.of(places, 4, 1, people).tolist() == expected
    last = np.array([50.0, 50.0, 0.0, 0.0])
    assert Deciles(by="population", rule="floor").of(places, 4, 1, last).tolist() == [3, 8, 10, 10]


@pytest.mark.parametrize("rule", ["ceiling", "floor"])
@given(tens=st.integers(1, 20), people=st.integers(1, 10_000))
@settings(deadline=None, max_examples=25)
def test_equal_populations_in_tens_have_the_deciles_of_areas(rule, tens, people):
    places = np.random.default_rng(tens).permutation(10 * tens).astype(np.int32) + 1
    population = np.full(10 * tens, float(people))
    of = (places, 10 * tens, 1, population)
    by_population = Deciles(by="population", rule=rule).of(*of)
    np.testing.assert_array_equal(by_population, Deciles(rule=rule).of(*of))


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=40))
@settings(deadline=None, max_examples=40)
def test_population_deciles_never_fall_from_the_most_deprived_area_on(people):
    places = np.arange(1, len(people) + 1, dtype=np.int32)
    found = Deciles(by="population").of(places, len(people), 1, np.array(people, float))
    assert (np.diff(found) >= 0).all()
    assert found.min() >= 1
    assert found.max() <= 10
    below = np.cumsum([0, *people[:-1]])
    middles = [(10 * b + 5 * p) / sum(people) for b, p in zip(below, people, strict=True)]
    assert found.tolist() == [max(ceil(round(m, 9)), 1) for m in middles]


@pytest.mark.parametrize(
    ("people", "found"),
    [([1.0, np.nan, 2.0], "unknown in 1 ranked area"), ([0.0, 0.0, 5.0], "0 in all of them")],
)
def test_deciles_by_population_are_refused_where_the_inhabitants_are_not_known(people, found):
    places = np.array([1, 2, 0], np.int32)
    with pytest.raises(ComputationError, match=found):
        Deciles(by="population").of(places, 2, 1, np.array(people))


def test_unknown_inhabitants_of_areas_without_a_rank_do_not_matter():
    places, people = np.array([1, 0], np.int32), np.array([10.0, np.nan])
    assert Deciles(by="population").of(places, 1, 1, people).tolist() == [5, 0]


def test_fewer_ranked_areas_than_the_method_asks_have_no_population_deciles_either():
    nobody = Deciles(by="population").of(np.array([1], np.int32), 1, 20, np.array([np.nan]))
    assert nobody.tolist() == [0]
