"""Confidence sets for ranks: how often they hold the truth, and a slow twin of the steps."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mdi
from mdi.sensitivity.confidence import Sureness, rank_confidence, rank_sets
from tests.countries import codes

EVERYONE = np.arange(12)


def true_sets(truth):
    """The ranks an area can have: ties may go either way."""
    above = (truth > truth[:, None]).sum(axis=1)
    level = (truth == truth[:, None]).sum(axis=1)
    return above + 1, above + level


@pytest.mark.parametrize(
    "truth",
    [np.arange(12) / 4, np.zeros(12), np.repeat([0.0, 0.5, 4.0], 4)],
    ids=["steps", "all level", "three groups"],
)
def test_the_sets_hold_the_true_ranks_as_often_as_they_say(truth):
    rng = np.random.default_rng(8)
    errors = rng.uniform(0.1, 0.6, 12)
    first, last = true_sets(truth)
    jointly, singly = [], []
    for seed in range(300):
        estimates = truth + errors * rng.standard_normal(12)
        how = {"coverage": 0.9, "draws": 400, "seed": seed}
        low, high, _ = rank_sets(estimates, errors, EVERYONE, Sureness(joint=True, **how))
        jointly.append(((low <= first) & (last <= high)).all())
        low, high, _ = rank_sets(estimates, errors, EVERYONE[:3], Sureness(**how))
        singly.append((low <= first[:3]) & (last[:3] <= high))
    assert np.mean(jointly) >= 0.9 - 3 * np.sqrt(0.09 / 300)
    assert (np.mean(singly, axis=0) >= 0.9 - 3 * np.sqrt(0.09 / 300)).all()
    if not truth.any():  # then the level is used up and not more
        assert np.mean(jointly) <= 0.96


def slow(estimates, noise, place, coverage):
    """Pair by pair, step by step, as the source says it."""
    n = len(estimates)
    others = [k for k in range(n) if k != place]
    still = [(place, k) for k in others] + [(k, place) for k in others]
    spread = {k: np.sqrt(np.mean((noise[:, place] - noise[:, k]) ** 2)) for k in others}
    sure = set()
    while still:
        largest = [
            max((row[j] - row[k]) / spread[k if j == place else j] for j, k in still)
            for row in noise
        ]
        limit = np.quantile(largest, coverage, method="higher")
        new = {
            (j, k)
            for j, k in still
            if (estimates[j] - estimates[k]) / spread[k if j == place else j] > limit
        }
        if not new:
            break
        sure |= new
        still = [pair for pair in still if pair not in new]
    above = sum(k == place for _, k in sure)
    below = sum(j == place for j, _ in sure)
    return above + 1, n - below


@settings(max_examples=30, deadline=None)
@given(n=st.integers(2, 9), seed=st.integers(0, 999), common=st.sampled_from([0.0, 1.0]))
def test_the_slow_twin_finds_the_same_sets(n, seed, common):
    rng = np.random.default_rng(seed)
    noise = rng.standard_normal((80, n)) + common * rng.standard_normal((80, 1))
    estimates = np.round(rng.standard_normal(n) * 4, 1)
    places = np.arange(n)
    low, high, rank = rank_sets(estimates, noise, places, Sureness(coverage=0.9))
    for place in range(n):
        assert (low[place], high[place]) == slow(estimates, noise, place, 0.9)
        assert rank[place] == 1 + (estimates > estimates[place]).sum()
    assert ((low <= rank) & (rank <= high)).all()


@settings(max_examples=30, deadline=None)
@given(n=st.integers(2, 30), seed=st.integers(0, 999))
def test_joint_sets_are_no_narrower_and_more_noise_makes_no_set_narrower(n, seed):
    rng = np.random.default_rng(seed)
    estimates, errors = rng.standard_normal(n) * 3, rng.uniform(0.1, 1, n)
    places = np.arange(n)
    low, high, _ = rank_sets(estimates, errors, places, Sureness())
    joint = rank_sets(estimates, errors, places, Sureness(joint=True))
    assert (joint[0] <= low).all()
    assert (joint[1] >= high).all()
    wide = rank_sets(estimates, 3 * errors, places, Sureness())
    assert (wide[0] <= low).all()
    assert (wide[1] >= high).all()
    sure = rank_sets(estimates, 0 * errors, places, Sureness())
    assert np.array_equal(sure[0], sure[1])


def table_of(**columns):
    frame = pd.DataFrame({"area_code": codes(len(next(iter(columns.values())))), **columns})
    return mdi.IndicatorTable.from_frame(frame, level="municipality", year=2021)


def test_of_a_share_large_areas_are_surer_than_small_ones():
    people = np.array([100_000, 100] * 10, float)
    share = np.repeat(np.linspace(0.1, 0.5, 10), 2)
    table = table_of(smoking_numerator=np.round(share * people), smoking_denominator=people)
    found = rank_confidence(table, "smoking", table.codes)
    width = found.high - found.low
    assert (width[::2] < width[1::2]).all()
    assert found.rank[-2:].min() == 1
    again = rank_confidence(table, "smoking", table.codes)
    assert np.array_equal(found.low, again.low)
    frame = found.to_frame()
    assert frame["area_code"].tolist() == list(table.codes)
    assert (frame["rank_low"] <= frame["rank"]).all()


def test_rank_1_is_the_worst_whatever_more_means():
    errors = np.full(5, 0.01)
    table = table_of(household_wealth=np.arange(5.0), household_wealth_standard_error=errors)
    found = rank_confidence(table, "household_wealth", ["GM0001", "GM0005"])
    assert found.low.tolist() == found.high.tolist() == [1, 5]


def test_of_a_rate_the_error_is_that_of_a_count():
    table = table_of(
        violent_offences_numerator=np.array([10.0, 20.0, 1000.0, np.nan]),
        violent_offences_denominator=np.full(4, 1e5),
    )
    found = rank_confidence(table, "violent_offences", ["GM0001", "GM0003"])
    assert found.high.tolist() == [3, 1]
    assert found.low.tolist() == [2, 1]
    with pytest.raises(mdi.ComputationError, match="for GM0004, GM0009"):
        rank_confidence(table, "violent_offences", ["GM0004", "GM0009"])


def test_what_was_measured_nobody_knows_how_well_is_refused():
    table = table_of(smoking=np.arange(4.0))
    with pytest.raises(mdi.ComputationError, match="how well 'smoking'"):
        rank_confidence(table, "smoking", ["GM0001"])
    with pytest.raises(mdi.DeclarationError) as caught:
        rank_confidence(table, "smokin", ["GM0001"])
    assert caught.value.hint == "did you mean 'smoking'?"
