"""The measures of larger areas: printed examples, laws, and a plain twin."""

from math import ceil, isnan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mdi.summary.measures import (
    average_rank,
    average_score,
    extent,
    local_concentration,
    proportion,
    scale,
)

ENGLAND = 32_844  # areas ranked in the Indices of Deprivation 2019


def of_one(rule, ranks, people):
    """A rank measure of a single district of England."""
    numbers = np.array(ranks), ENGLAND, np.array(people, float)
    return rule(*numbers, np.zeros(len(ranks), np.int64), 1)[0]


PEOPLE, RANKS = [1200, 1800, 1400, 1500, 1700], [3000, 10000, 500, 1000, 20000]


def test_the_printed_average_rank():
    assert of_one(average_rank, RANKS, PEOPLE) == pytest.approx(25_239.74, abs=0.005)


def test_the_printed_average_score():
    scores = np.array([45.90, 26.51, 65.67, 59.14, 13.64])
    found = average_score(scores, np.array(PEOPLE, float), np.zeros(5, np.int64), 1)
    assert found[0] == pytest.approx(40.3466, abs=5e-5)


def test_the_printed_proportion():
    ranks = np.array([3284] * 18 + [3285] * 47)
    assert proportion(ranks, ENGLAND, np.zeros(65, np.int64), 1)[0] == pytest.approx(18 / 65)


def test_the_printed_extent():
    """Of 70,000 people 5,900 live in four deprived areas; the others count nothing.

    It is printed with the weight of the fourth area rounded to 0.1447.
    """
    ranks, people = [500, 1000, 3000, 9000, 20_000], [1400, 1500, 1200, 1800, 64_100]
    assert of_one(extent, ranks, people) == pytest.approx(0.062292, abs=2e-6)
    assert of_one(extent, [9000], [1800]) == pytest.approx(0.144737, abs=5e-7)


def test_the_printed_local_concentration():
    """A tenth of 70,000 people is reached within the fifth area."""
    ranks = [500, 1000, 3000, 10_000, 20_000, 25_000]
    people = [1400, 1500, 1200, 1800, 1700, 62_400]
    found = of_one(local_concentration, ranks, people)
    assert found == pytest.approx(26_302.14, abs=0.005)


@pytest.mark.parametrize("hundreds", [1, 3, 328])
def test_with_equal_populations_the_national_extent_is_a_fifth(hundreds):
    """10 whole percentiles, and 20 that count half on average."""
    n = 100 * hundreds
    ranks, people, everywhere = np.arange(1, n + 1), np.full(n, 7.0), np.zeros(n, np.int64)
    assert extent(ranks, n, people, everywhere, 1)[0] == pytest.approx(0.2, abs=1e-14)


def test_the_local_concentration_of_one_area_is_its_rank_turned_round():
    assert of_one(local_concentration, [1234], [987]) == pytest.approx(ENGLAND + 1 - 1234)


def test_a_larger_area_in_which_nothing_counts_has_no_measure_and_not_zero():
    """An empty one, one without a rank, one without people, one with unknown people."""
    ranks, people = np.array([0, 1, 2, 3]), np.array([10.0, 0.0, np.nan, 5.0])
    groups = np.array([1, 2, 3, 4])
    for rule in (average_rank, extent, local_concentration):
        assert np.isnan(rule(ranks, 3, people, groups, 5)).tolist() == [True] * 4 + [False]
    scores = np.array([np.nan, 1.0, 2.0, 3.0])
    assert np.isnan(average_score(scores, people, groups, 5)).tolist() == [True] * 4 + [False]
    without = np.isnan(proportion(ranks, 3, groups, 5)).tolist()
    assert without == [True, True, False, False, False]


def test_the_scale_adds_up_the_people_of_ranked_areas():
    counts = np.array([10.0, 20.0, 40.0, np.nan, np.nan])
    ranks, groups = np.array([1, 2, 0, 3, 4]), np.array([0, 0, 0, 0, 1])
    np.testing.assert_array_equal(scale(counts, ranks, groups, 2), [30.0, np.nan])


def twin(scores, ranks, ranked, people, members):
    """All measures of one larger area, one area at a time, as they are printed."""
    here = sorted((ranks[i], people[i], scores[i]) for i in members if ranks[i] > 0)
    worst = sum(rank <= ranked // 10 for rank, _, _ in here)
    known = [area for area in here if not isnan(area[1])]
    total = sum(p for _, p, _ in known)
    share = worst / len(here) if here else float("nan")
    if not total:
        return [float("nan")] * 2 + [share] + [float("nan")] * 2
    weighed = 0.0
    for rank, p, _ in known:
        percentile = ceil(100 * rank / ranked)
        part = 1.0 if percentile <= 10 else 0.95 - 0.9 / 19 * (percentile - 11)
        weighed += p * (part if percentile <= 30 else 0.0)
    needed, taken = total / 10, 0.0
    for rank, p, _ in known:
        now = min(p, needed)
        needed, taken = needed - now, taken + now * (ranked + 1 - rank)
    return [
        sum(p * s for _, p, s in known) / total,
        ranked + 1 - sum(p * rank for rank, p, _ in known) / total,
        share,
        weighed / total,
        taken / (total / 10),
    ]


def country(seed):
    """Some 150 areas in five larger ones, the last of them empty; gaps and ties."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(100, 200))
    scores = np.round(rng.uniform(0, 100, n), 1)
    scores[rng.random(n) < 0.1] = np.nan
    ranks = np.array([0 if isnan(s) else 1 + int((scores > s).sum()) for s in scores])
    people = rng.integers(0, 3000, n).astype(float)
    people[rng.random(n) < 0.1] = np.nan
    return scores, ranks, int((ranks > 0).sum()), people, rng.integers(-1, 4, n)


def all_measures(scores, ranks, ranked, people, groups):
    """(5, 5) measures of the five larger areas."""
    return np.array(
        [
            average_score(scores, people, groups, 5),
            average_rank(ranks, ranked, people, groups, 5),
            proportion(ranks, ranked, groups, 5),
            extent(ranks, ranked, people, groups, 5),
            local_concentration(ranks, ranked, people, groups, 5),
        ]
    )


@given(st.integers(0, 10_000))
@settings(deadline=None, max_examples=25)
def test_the_measures_are_those_of_a_plain_loop_over_the_areas(seed):
    *numbers, groups = country(seed)
    expected = [twin(*numbers, np.flatnonzero(groups == g)) for g in range(5)]
    np.testing.assert_allclose(all_measures(*numbers, groups).T, expected, rtol=1e-12)


@given(st.integers(0, 10_000))
@settings(deadline=None, max_examples=25)
def test_the_order_of_the_areas_changes_no_measure(seed):
    scores, ranks, ranked, people, groups = country(seed)
    order = np.random.default_rng(seed).permutation(scores.size)
    found = all_measures(scores[order], ranks[order], ranked, people[order], groups[order])
    expected = all_measures(scores, ranks, ranked, people, groups)
    np.testing.assert_allclose(found, expected, rtol=1e-12)


@given(st.integers(0, 10_000))
@settings(deadline=None, max_examples=25)
def test_an_area_cut_in_two_halves_of_the_same_score_leaves_all_but_the_proportion(seed):
    scores, ranks, ranked, people, groups = country(seed)
    rows = np.append(np.arange(scores.size), 0)
    halves = people[rows]
    halves[[0, -1]] /= 2
    found = all_measures(scores[rows], ranks[rows], ranked, halves, groups[rows])
    expected = all_measures(scores, ranks, ranked, people, groups)
    weighed = [0, 1, 3, 4]
    np.testing.assert_allclose(found[weighed], expected[weighed], rtol=1e-12)


@given(st.integers(0, 10_000))
@settings(deadline=None, max_examples=25)
def test_shares_are_shares_and_a_tenth_is_never_better_off_than_the_whole(seed):
    *numbers, groups = country(seed)
    _, average, share, wide, local = all_measures(*numbers, groups)[:, :4]
    for shares in (share, wide):
        assert (shares >= 0).all()
        assert (shares <= 1).all()
    assert (local >= average - 1e-9).all()
