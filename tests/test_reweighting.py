"""Other weights or another method, without doing everything again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mdi
from mdi.methods.model import Method
from mdi.normalisation.normal_score import NormalScore
from mdi.reweighting import Reweighing
from mdi.scoring import Scoring
from tests.squares import LEAVES, municipalities

DOMAINS = [domain.id for domain in mdi.load_domains()]
ABOVE_0 = {"by": "minmax", "floor": 1, "ceiling": 100}
OWN = [
    {"indicators": {"by": "normal_score"}, "missing": {"by": "restored_spread"}},
    {"indicators": {"by": "zscore"}, "missing": {"by": "zero"}},
    {"indicators": ABOVE_0, "nodes": {"income": {"aggregation": {"by": "geometric"}}}},
    {"indicators": ABOVE_0, "aggregation": {"by": "geometric"}, "min_coverage": 0.9},
    {"indicators": {"by": "percentile_rank", "ties": "as_published"}, "min_coverage": 0.8},
    {"indicators": {"by": "normal_score"}, "weighting": {"by": "equal"}, "min_population": 20000},
]


def table_of(gaps):
    frame = municipalities(2021).drop(columns="smoking_status")
    rng = np.random.default_rng(gaps)
    figures = frame[list(set(LEAVES) & set(frame.columns))]
    holes = rng.uniform(size=figures.shape) < gaps / 10
    frame[figures.columns] = figures.mask(holes)
    return mdi.IndicatorTable.from_frame(frame, level="municipality", year=2021)


METHODS = [
    *map(mdi.load_method, ("imd", "zscore", "minmax")),
    *(Method.parse({"id": "own", **plain}, "test") for plain in OWN),
]
TABLES = [table_of(gaps) for gaps in (0, 2, 4)]


def same(found, expected):
    assert np.array_equal(found.index, expected.index, equal_nan=True)
    assert np.array_equal(found.rank, expected.rank)
    assert np.array_equal(found.decile, expected.decile)
    assert found.ranked == expected.ranked
    assert found.fingerprint == expected.fingerprint


@settings(max_examples=60, deadline=None)
@given(
    table=st.sampled_from(TABLES),
    weights=st.lists(st.sampled_from([0, 1, 2.5, 7]), min_size=7, max_size=7).filter(any),
    pair=st.tuples(st.sampled_from(METHODS), st.sampled_from(METHODS)),
)
def test_it_is_what_would_be_computed(table, weights, pair):
    before, after = pair
    own = mdi.WeightSet(id="own", weights=dict(zip(DOMAINS, weights, strict=True)))
    base = mdi.compute(table, method=before)
    try:
        expected = mdi.compute(table, weights=own, method=after)
    except mdi.MdiError as error:
        with pytest.raises(type(error)):
            Reweighing(base).of(own, after)
        return
    same(Reweighing(base).of(own, after), expected)


@settings(max_examples=20, deadline=None)
@given(
    before=st.sampled_from(METHODS),
    asked=st.lists(
        st.tuples(
            st.lists(st.sampled_from([0, 1, 2.5, 7]), min_size=7, max_size=7).filter(any),
            st.sampled_from(METHODS),
        ),
        min_size=2,
        max_size=6,
    ),
)
def test_what_was_asked_earlier_changes_nothing(before, asked):
    start = Reweighing(mdi.compute(TABLES[2], method=before))
    for weights, method in [*asked, *asked]:
        own = mdi.WeightSet(id="own", weights=dict(zip(DOMAINS, weights, strict=True)))
        try:
            expected = mdi.compute(TABLES[2], weights=own, method=method)
        except mdi.MdiError as error:
            with pytest.raises(type(error)):
                start.of(own, method)
            continue
        same(start.of(own, method), expected)


def test_domains_are_scored_once_for_the_same_areas(monkeypatch):
    start, done = Reweighing(mdi.compute(TABLES[2])), []
    parent = Scoring._parent
    monkeypatch.setattr(
        Scoring, "_parent", lambda self, node: done.append(node.id) or parent(self, node)
    )
    own = [
        mdi.WeightSet(id="own", weights={**dict.fromkeys(DOMAINS, 1), "work": w}) for w in (9, 9.5)
    ]
    for weights in own:
        start.of(weights)
    assert done.count("index") == 2
    assert done.count("work") == 1


def test_areas_that_change_tenth_are_told():
    base = mdi.compute(TABLES[1])
    found = Reweighing(base).of(mdi.load_weights("equal"))
    pairs = zip(base.decile.tolist(), found.decile.tolist(), strict=True)
    expected = [row for row, (old, new) in enumerate(pairs) if old and new and old != new]
    assert found.moved.tolist() == expected
    assert 0 < len(expected) < len(base)


def test_without_a_change_it_is_the_result_itself():
    base = mdi.compute(TABLES[1])
    same(Reweighing(base).of(), base)


def test_the_result_it_starts_from_is_left_alone():
    base = mdi.compute(TABLES[1], method="zscore")
    before = base.points.copy()
    Reweighing(base).of(mdi.load_weights("equal"), mdi.load_method("imd"))
    assert np.array_equal(base.points, before, equal_nan=True)


def test_only_the_index_is_redone_for_other_weights(monkeypatch):
    base, done = mdi.compute(TABLES[0]), []
    parent = Scoring._parent
    monkeypatch.setattr(
        Scoring, "_parent", lambda self, node: done.append(node.id) or parent(self, node)
    )
    Reweighing(base).of(mdi.load_weights("equal"))
    assert done == ["index"]


def test_figures_are_not_sorted_again_where_other_areas_count(monkeypatch):
    base = mdi.compute(TABLES[1])
    fewer = mdi.load_method("imd").model_copy(update={"min_population": 20_000.0})
    expected = mdi.compute(TABLES[1], method=fewer)
    assert (expected.reference != base.reference).any()
    monkeypatch.setattr(NormalScore, "apply_rows", None)  # which sorts
    same(Reweighing(base).of(method=fewer), expected)


def test_a_result_with_a_yardstick_is_done_anew():
    first, later = TABLES[0], TABLES[1]
    measured = mdi.compute(later, reference=mdi.compute(first))
    same(Reweighing(measured).of(), mdi.compute(later))
