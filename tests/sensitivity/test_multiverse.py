"""Every specification is an index of its own, and the shares of choices are those of the grid."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mdi
from mdi.methods.model import Method
from mdi.sensitivity.choices import Choices
from mdi.sensitivity.grid import Grid, grid_of
from mdi.sensitivity.multiverse import Multiverse, multiverse
from tests.countries import random_table

CHOICES = Choices.parse(
    {
        "indicators": [{"by": "normal_score"}, {"by": "zscore"}],
        "domains": [{"by": "exponential_rank", "c": 10}, {"by": "exponential_rank"}],
        "missing": [{"by": "renormalise"}, {"by": "copula"}],
    },
    "test",
)
WEIGHTS = ("mdi_nl", "equal", mdi.WeightSet(id="income", weights={"income": 3, "work": 1}))
TABLE = random_table(120, 6, 0.1)
RESULT = mdi.compute(TABLE)
FOLLOWED = TABLE.codes[3:9]
FOUND = multiverse(RESULT, CHOICES, weights=WEIGHTS, follow=FOLLOWED)


def slow():
    """Every specification by `mdi.compute`."""
    for indicators, missing, domains, weights in product(
        CHOICES.indicators, CHOICES.missing, CHOICES.domains, WEIGHTS
    ):
        method = Method.parse(
            {
                **dict(RESULT.method),
                "indicators": indicators,
                "domains": domains,
                "missing": missing,
            },
            "test",
        )
        yield mdi.compute(TABLE, weights=weights, method=method)


EXPECTED = list(slow())


def test_every_specification_is_what_is_computed():
    assert len(FOUND) == len(EXPECTED) == 24
    rows = [RESULT.position(code) for code in FOLLOWED]
    assert np.array_equal(FOUND.ranks, [each.rank[rows] for each in EXPECTED])
    assert FOUND.refused == ()
    assert FOUND.specifications[1] == {
        "indicators": "normal_score",
        "domains": "exponential_rank c=10",
        "missing": "renormalise",
        "weights": "equal",
    }


def test_what_is_counted_is_what_the_ranks_say():
    ranks = np.array([each.rank for each in EXPECTED])
    tops = np.array([each.decile == 1 for each in EXPECTED])
    assert np.array_equal(FOUND.in_top, tops.sum(axis=0))
    assert np.array_equal(FOUND.counted, (ranks > 0).sum(axis=0))
    assert np.array_equal(FOUND.best, ranks.max(axis=0))
    lowest = np.where(ranks > 0, ranks, 10**6).min(axis=0)
    assert np.array_equal(FOUND.worst, np.where(lowest < 10**6, lowest, 0))
    for k, (rank, top) in enumerate(zip(ranks, tops, strict=True)):
        both = (rank > 0) & (RESULT.rank > 0)
        assert FOUND.mean_shift[k] == np.abs(rank - RESULT.rank)[both].mean()
        now = RESULT.decile == 1
        assert FOUND.overlap[k] == (top & now).sum() / (top | now).sum()
    for share in (0.5, 0.95, 1.0):
        expected = [c for c, s in zip(TABLE.codes, tops.mean(axis=0), strict=True) if s >= share]
        assert list(FOUND.always(share)) == expected
    assert set(FOUND.always(1.0)) <= set(FOUND.always()) <= set(FOUND.always(0.5))


def test_the_curve_is_in_the_order_of_its_outcome():
    curve = FOUND.curve()
    assert curve["overlap"].is_monotonic_decreasing
    assert curve.loc[0, "overlap"] == 1  # the specification of the result itself
    assert curve.loc[0, "mean_shift"] == 0
    own = FOUND.curve(FOLLOWED[0])
    assert own["rank"].dropna().is_monotonic_increasing
    assert len(own) == 24
    with pytest.raises(mdi.DeclarationError, match="were not kept"):
        FOUND.curve(TABLE.codes[0])


def grid(shape):
    names = [f"choice{k}" for k in range(len(shape))]
    return Grid(
        {name: {str(o): o for o in range(size)} for name, size in zip(names, shape, strict=True)}
    )


@settings(max_examples=40, deadline=None)
@given(
    shape=st.lists(st.integers(1, 4), min_size=1, max_size=4),
    seed=st.integers(0, 99),
)
def test_the_shares_are_those_of_all_pairs_of_specifications(shape, seed):
    values = np.random.default_rng(seed).standard_normal(shape)
    empty = np.zeros(0, np.int32)
    made = Multiverse(
        RESULT, grid(shape), (), (), *[empty] * 4, values.ravel(), values.ravel(), (), empty
    )
    found = made.shares("overlap")
    places = list(product(*map(range, shape)))
    mean = np.mean([values[p] for p in places])
    variance = np.mean([(values[p] - mean) ** 2 for p in places])
    if variance == 0:
        assert np.isnan(found.first).all()
        return
    for axis in range(len(shape)):
        means, rests = {}, {}
        for place in places:
            means.setdefault(place[axis], []).append(values[place])
            rests.setdefault(place[:axis] + place[axis + 1 :], []).append(values[place])
        first = np.mean([(np.mean(group) - mean) ** 2 for group in means.values()]) / variance
        total = np.mean([np.var(group) for group in rests.values()]) / variance
        assert found.first[axis] == pytest.approx(first)
        assert found.total[axis] == pytest.approx(total)
    assert found.first.sum() <= 1 + 1e-9 <= found.total.sum() + 2e-9


def test_shares_of_a_real_grid_and_of_one_area():
    found = FOUND.shares("mean_shift")
    assert found.inputs == ("indicators", "missing", "domains", "weights")
    assert (found.first <= found.total + 1e-12).all()
    code = next(c for k, c in enumerate(FOLLOWED) if FOUND.ranks[:, k].all())
    assert FOUND.shares(code).variance == pytest.approx(FOUND.ranks[:, FOLLOWED.index(code)].var())
    with pytest.raises(mdi.DeclarationError) as caught:
        FOUND.shares("overlapp")
    assert caught.value.hint == "did you mean 'overlap'?"


def test_what_does_not_go_together_is_told_and_the_others_are_done():
    mixed = Choices.parse(
        {
            "indicators": [{"by": "zscore"}, {"by": "minmax", "floor": 1, "ceiling": 100}],
            "aggregation": [{"by": "arithmetic"}, {"by": "geometric"}],
        },
        "test",
    )
    plain = mdi.compute(TABLE, method="minmax")
    found = multiverse(plain, mixed)
    assert len(found) == 3
    ((specification, reason),) = found.refused
    assert specification == {"indicators": "zscore", "aggregation": "geometric"}
    assert "points above 0" in reason
    with pytest.raises(mdi.ComputationError, match="Not every specification") as caught:
        found.shares()
    assert "zscore" in str(caught.value)


def test_the_shipped_choices_can_be_named_and_weights_alone_are_a_grid():
    assert len(multiverse(RESULT)) == 18
    alone = multiverse(RESULT, None, weights=["mdi_nl", "equal"])
    assert alone.grid.choices == ("weights",)
    assert alone.overlap[0] == 1


def test_what_cannot_be_chosen_is_refused():
    with pytest.raises(mdi.DeclarationError, match="nothing to choose"):
        grid_of(None, ())
    with pytest.raises(mdi.DeclarationError, match="no choices of the method"):
        grid_of("rounding", ())
    with pytest.raises(mdi.DeclarationError, match="twice: equal"):
        grid_of(None, ("equal", "equal"))
    impossible = Choices.parse({"aggregation": [{"by": "geometric"}]}, "test")
    with pytest.raises(mdi.ComputationError, match="No specification"):
        multiverse(mdi.compute(TABLE, method="zscore"), impossible)
    with pytest.raises(mdi.UnknownAreaError):
        multiverse(RESULT, follow=["GM9999"])
