"""Values into classes: the same as mapclassify says, and lawful."""

import subprocess
import sys
import warnings

import mapclassify
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from geodata import (
    Classification,
    ClassificationError,
    EqualInterval,
    Fixed,
    NaturalBreaks,
    Quantile,
)

RULES = [Quantile, EqualInterval, NaturalBreaks]
NUMBERS = st.one_of(st.floats(-1e9, 1e9), st.sampled_from([0.0, 1.0, 2.0]), st.just(float("nan")))


def skewed(n=500, seed=1):
    return np.random.default_rng(seed).lognormal(3, 0.5, n)


@pytest.mark.parametrize("k", range(2, 10))
@pytest.mark.parametrize(
    ("rule", "peer"),
    [
        (Quantile, mapclassify.Quantiles),
        (EqualInterval, mapclassify.EqualInterval),
        (NaturalBreaks, mapclassify.FisherJenks),
    ],
)
def test_classes_are_those_of_mapclassify(rule, peer, k):
    values = skewed()
    ours, theirs = rule(k).classify(values), peer(values, k=k)
    assert ours.upper == pytest.approx(theirs.bins.tolist(), rel=1e-12)
    assert ours.index.tolist() == theirs.yb.tolist()
    assert ours.counts == tuple(theirs.counts)


def known_with_ties(values):
    """Sorted numbers of which some come often, at an unhandy size."""
    values = np.array(values, dtype=np.float64)
    return np.sort(np.concatenate([values, values[::2].round(), [0.1] * (len(values) // 3)]))


@pytest.mark.parametrize("k", range(2, 10))
@settings(deadline=None, max_examples=40)
@given(values=st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=60))
def test_quantiles_are_those_of_mapclassify_to_the_last_bit(k, values):
    known = known_with_ties(values)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        theirs = mapclassify.Quantiles(known, k=k)
    full = theirs.counts > 0  # classes that ties empty are merged
    gaps = np.insert(known, range(0, len(known), 3), np.nan)
    ours = Quantile(k).classify(gaps)
    assert ours.upper == tuple(theirs.bins[full])
    assert ours.counts == tuple(theirs.counts[full])


@pytest.mark.parametrize("k", range(2, 10))
@settings(deadline=None, max_examples=40)
@given(values=st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=60, unique=True))
def test_equal_intervals_are_those_of_mapclassify_to_the_last_bit(k, values):
    known = known_with_ties(values)
    ours = EqualInterval(k).classify(np.append(known, np.nan))
    if len(ours) == 1:  # too narrow to be told apart
        assert np.ptp(known) <= 4 * k * np.spacing(np.abs(known).max())
        return
    theirs = mapclassify.EqualInterval(known, k=k)
    assert ours.upper == tuple(theirs.bins)
    assert ours.counts == tuple(theirs.counts)


@pytest.mark.parametrize(
    ("rule", "asked"),
    [("Quantile(5)", False), ("EqualInterval(5)", False), ("NaturalBreaks(5)", True)],
)
def test_only_natural_breaks_wait_for_mapclassify(rule, asked):
    code = (
        "import sys, numpy as np; from geodata import *; "
        f"{rule}.classify(np.arange(20.0)); print('mapclassify' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(asked)


def test_fixed_classes_are_those_of_mapclassify():
    values = skewed()
    ours = Fixed(breaks=[10, 20, 40]).classify(values)
    theirs = mapclassify.UserDefined(values, [10, 20, 40])
    assert ours.upper == tuple(theirs.bins)
    assert ours.index.tolist() == theirs.yb.tolist()


@pytest.mark.parametrize("k", range(2, 10))
def test_quantiles_and_equal_intervals_are_one_line_of_numpy(k):
    values = skewed()
    quantiles = np.quantile(values, np.arange(1, k + 1) / k)
    assert Quantile(k).classify(values).upper == pytest.approx(quantiles.tolist(), rel=1e-9)
    intervals = np.linspace(values.min(), values.max(), k + 1)[1:]
    assert EqualInterval(k).classify(values).upper == pytest.approx(intervals.tolist())


def test_natural_breaks_are_the_best_of_all_breaks():
    values = np.sort(skewed(25))

    def inner_squares(parts):
        return sum(((part - part.mean()) ** 2).sum() for part in parts)

    cuts = [(a, b) for a in range(1, 24) for b in range(a + 1, 25)]
    best = min(inner_squares(np.split(values, cut)) for cut in cuts)
    made = NaturalBreaks(3).classify(values)
    ours = inner_squares([values[made.index == k] for k in range(3)])
    assert ours == pytest.approx(best, rel=1e-6)


def test_natural_breaks_do_not_depend_on_the_unit():
    # mapclassify alone loses these to single precision: a spread of 2,000 on 300,000
    values = np.random.default_rng(1).normal(0, 1, 3000)
    plain = NaturalBreaks(5).classify(values)
    assert NaturalBreaks(5).classify(values * 2000 + 300_000).counts == plain.counts


def test_natural_breaks_of_many_values_are_near_the_exact_ones_and_always_the_same():
    values = skewed(14_500)
    ours = NaturalBreaks(5).classify(values)
    exact = mapclassify.FisherJenks((values - values.mean()) / values.std(), k=5)
    agree = (ours.index == exact.yb).mean()
    assert agree > 0.97
    assert NaturalBreaks(5).classify(values).upper == ours.upper
    assert NaturalBreaks(5).classify(values[::-1].copy()).upper == ours.upper


@pytest.mark.parametrize("rule", [*(rule(4) for rule in RULES), Fixed(breaks=(0, 1))], ids=str)
@settings(deadline=None, max_examples=60)
@given(values=st.lists(NUMBERS, max_size=40))
def test_every_value_is_in_the_one_class_that_holds_it(rule, values):
    values = np.array(values, dtype=np.float64)
    made = rule.classify(values)
    missing = np.isnan(values)
    assert (made.index[missing] == -1).all()
    assert made.missing == missing.sum()
    assert sum(made.counts) + made.missing == values.size
    for value, k in zip(values[~missing], made.index[~missing], strict=True):
        assert made.lower[k] <= value <= made.upper[k]
        assert k == 0 or value > made.lower[k]
    assert list(made.upper) == sorted(made.upper)
    assert made.lower[1:] == made.upper[:-1]
    assert np.bincount(made.index[~missing], minlength=len(made)).tolist() == list(made.counts)


@pytest.mark.parametrize("rule", [Quantile, NaturalBreaks])
@settings(deadline=None, max_examples=60)
@given(values=st.lists(st.sampled_from([0.0, 1.0, 2.0, 3.0, 9.0]), min_size=1, max_size=40))
def test_no_class_is_empty_and_fewer_classes_are_explained(rule, values):
    made = rule(5).classify(np.array(values))
    assert min(made.counts) > 0
    assert len(made) <= 5
    assert bool(made.notes) == (len(made) < 5)


def test_ties_merge_classes_and_it_is_said():
    made = Quantile(5).classify(np.array([0.0] * 70 + list(range(1, 31))))
    assert made.counts == (70, 10, 20)
    assert made.notes == ("3 of the 5 classes could be made: many areas tie at a break",)


def test_few_different_values_make_few_classes():
    made = NaturalBreaks(5).classify(np.array([1.0, 2.0, 2.0, 9.0]))
    assert made.counts == (1, 2, 1)
    assert made.notes == ("3 of the 5 classes could be made: there are no more different values",)


@pytest.mark.parametrize("rule", RULES)
def test_one_value_makes_one_class(rule):
    made = rule(5).classify(np.array([7.0, np.nan, 7.0]))
    assert (made.lower, made.upper, made.counts) == ((7.0,), (7.0,), (2,))
    assert made.index.tolist() == [0, -1, 0]


@pytest.mark.parametrize("rule", [*(rule(5) for rule in RULES), Fixed(breaks=(1,))], ids=str)
def test_no_values_make_no_classes(rule):
    made = rule.classify(np.full(3, np.nan))
    assert len(made) == 0
    assert made.missing == 3
    assert made.index.tolist() == [-1, -1, -1]
    assert made.index.dtype == np.int8


def test_equal_intervals_may_be_empty_and_stay():
    made = EqualInterval(4).classify(np.array([0.0, 1.0, 100.0]))
    assert made.upper == (25, 50, 75, 100)
    assert made.counts == (2, 0, 0, 1)


def test_fixed_breaks_keep_their_classes_whatever_the_values():
    made = Fixed(breaks=[10, 20]).classify(np.array([12.0, 13.0]))
    assert (made.lower, made.upper, made.counts) == ((10, 10, 20), (10, 20, 20), (0, 2, 0))


def test_infinite_values_are_refused():
    with pytest.raises(ClassificationError, match="1 values are infinite"):
        Quantile(5).classify(np.array([1.0, np.inf]))


def test_no_warning_of_mapclassify_leaks():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for rule in RULES:
            rule(9).classify(np.array([0.0] * 90 + [1.0] * 10))


@pytest.mark.parametrize(
    ("declared", "model"),
    [
        ({"by": "quantiles"}, Quantile(5)),
        ({"by": "equal_interval", "classes": 7}, EqualInterval(classes=7)),
        ({"by": "natural_breaks", "classes": 2}, NaturalBreaks(2)),
        ({"by": "fixed", "breaks": [1, 2]}, Fixed(breaks=(1.0, 2.0))),
    ],
)
def test_a_declaration_is_read_by_its_name(declared, model):
    read = TypeAdapter(Classification).validate_python(declared)
    assert read == model
    assert TypeAdapter(Classification).validate_json(model.model_dump_json()) == model


@pytest.mark.parametrize(
    "wrong",
    [
        {"by": "vibes"},
        {"by": "quantiles", "classes": 1},
        {"by": "quantiles", "classes": 10},
        {"by": "quantiles", "klasses": 5},
        {"by": "fixed", "breaks": []},
        {"by": "fixed", "breaks": [2, 1]},
        {"by": "fixed", "breaks": [1, 1]},
        {"by": "fixed", "breaks": [1, float("inf")]},
        {"by": "fixed", "breaks": list(range(9))},
    ],
)
def test_a_wrong_declaration_is_refused(wrong):
    with pytest.raises(ValidationError):
        TypeAdapter(Classification).validate_python(wrong)
