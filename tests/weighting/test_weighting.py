"""Laws that every weighting keeps."""

import json
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from mdi.errors import ComputationError
from mdi.weighting import (
    ChildWeights,
    Critic,
    Declared,
    Entropy,
    Equal,
    FactorAnalysis,
    FirstComponent,
    Weighting,
)
from tests.weighting.planted import exactly, planted

LEARNT = [
    *(FactorAnalysis(weights=kind) for kind in ("loadings", "regression", "bartlett")),
    FirstComponent(), Entropy(), Critic(),
]  # fmt: skip
BY_CORRELATION = [rule for rule in LEARNT if rule.by in {"factor_analysis", "first_component"}]
every_learnt = pytest.mark.parametrize("rule", LEARNT, ids=str)
every_rule = pytest.mark.parametrize("rule", [Declared(), Equal(), *LEARNT], ids=str)
quick = settings(deadline=None, max_examples=25)
seeds = st.integers(0, 10_000)


def weights_of(rule, rows, among=None, declared=None):
    everyone = np.ones(rows.shape[1], bool)
    declared = np.arange(1.0, len(rows) + 1) if declared is None else declared
    return rule.fit(rows, declared, everyone if among is None else among)


def test_declared_weights_stay_as_they_are_and_equal_ones_share_alike():
    rows, declared = planted(), np.array([22.5, 0.0, 1.0, 2.0, 3.0])
    np.testing.assert_array_equal(weights_of(Declared(), rows, declared=declared).weights, declared)
    np.testing.assert_array_equal(weights_of(Equal(), rows).weights, np.full(5, 0.2))
    assert weights_of(Equal(), np.full((3, 4), np.nan)).flags == ()


@every_learnt
@given(seed=seeds)
@quick
def test_weights_are_shares(rule, seed):
    found = weights_of(rule, planted(seed=seed))
    assert found.weights.sum() == pytest.approx(1, abs=1e-11)
    assert np.isfinite(found.weights).all()


@every_learnt
@given(seed=seeds)
@quick
def test_the_order_of_areas_changes_nothing(rule, seed):
    rows = planted(seed=seed)
    order = np.random.default_rng(seed).permutation(rows.shape[1])
    np.testing.assert_array_equal(
        weights_of(rule, rows).weights,
        weights_of(rule, np.ascontiguousarray(rows[:, order])).weights,
    )


@every_learnt
@given(seed=seeds)
@quick
def test_weights_go_with_their_children(rule, seed):
    rows = planted(seed=seed)
    order = np.random.default_rng(seed).permutation(len(rows))
    np.testing.assert_allclose(
        weights_of(rule, rows).weights[order], weights_of(rule, rows[order]).weights, atol=2e-12
    )


@every_learnt
@given(seed=seeds, factor=st.floats(1e-6, 1e6), shift=st.floats(-10, 10))
@quick
def test_the_unit_of_a_child_changes_nothing(rule, seed, factor, shift):
    rows = planted(seed=seed)
    scaled = rows.copy()
    scaled[1] = (rows[1] + shift) * factor
    np.testing.assert_allclose(
        weights_of(rule, rows).weights, weights_of(rule, scaled).weights, atol=1e-10
    )


@every_learnt
@given(seed=seeds)
@quick
def test_areas_with_a_gap_and_areas_outside_the_reference_teach_nothing(rule, seed):
    rng = np.random.default_rng(seed)
    rows, among = planted(seed=seed), rng.random(400) < 0.7
    rows[rng.integers(0, 5, 60), rng.integers(0, 400, 60)] = np.nan
    kept = among & ~np.isnan(rows).any(axis=0)
    before = rows.copy()
    found = weights_of(rule, rows, among)
    np.testing.assert_array_equal(found.weights, weights_of(rule, rows[:, kept]).weights)
    np.testing.assert_array_equal(rows, before)


@every_learnt
def test_children_that_cannot_be_told_apart_weigh_the_same(rule):
    if rule.by == "entropy":
        rows = np.array([[0.0, 1, 2, 3, 9], [9.0, 3, 2, 1, 0], [1.0, 3, 9, 0, 2]])
    elif rule.by == "critic":
        rows = np.array([np.roll([0.0, 1, 2, 3, 9, 4], turn) for turn in range(6)])
    else:
        rows = exactly(np.full((4, 4), 0.5) + 0.5 * np.eye(4))
    np.testing.assert_allclose(weights_of(rule, rows).weights, 1 / len(rows), atol=1e-9)


@every_rule
def test_what_is_fitted_survives_json_to_the_last_bit(rule):
    found = weights_of(rule, planted((0.9, 0.8, -0.4), areas=25))
    read = ChildWeights.model_validate_json(found.model_dump_json())
    np.testing.assert_array_equal(read.weights, found.weights)
    assert read.flags == found.flags
    assert json.loads(found.model_dump_json())["weights"] == found.weights.tolist()


@pytest.mark.parametrize("rule", [r for r in LEARNT if r.least > 1], ids=str)
def test_fewer_children_than_can_be_weighed_are_refused(rule):
    rows = planted()[: rule.least - 1]
    with pytest.raises(ComputationError, match=f"{rule.least} children or more"):
        weights_of(rule, rows)
    assert weights_of(rule, planted()[: rule.least]).weights.size == rule.least


def test_two_children_are_not_identified_by_factor_analysis():
    with pytest.raises(ComputationError, match=r"this node has 2: .*not identified") as error:
        weights_of(FactorAnalysis(), planted()[:2])
    assert "equal weights" in error.value.hint


@pytest.mark.parametrize("rule", BY_CORRELATION, ids=str)
def test_a_constant_child_is_refused_by_its_position(rule):
    rows = planted()
    rows[1], rows[3] = 7.0, -0.1
    with pytest.raises(ComputationError, match=r"400 areas are equal in child 2, 4 of 5"):
        weights_of(rule, rows)


@pytest.mark.parametrize("rule", BY_CORRELATION, ids=str)
def test_too_few_complete_areas_are_refused_with_their_number(rule):
    rows = planted(areas=9)
    rows[2, :4] = np.nan
    with pytest.raises(ComputationError, match=r"needs 6 areas or more .* finds 5"):
        weights_of(rule, rows)


@pytest.mark.parametrize("rule", [Entropy(), Critic()], ids=str)
def test_a_constant_child_has_weight_0_and_says_so(rule):
    rows = planted()
    rows[2] = 4.0
    found = weights_of(rule, rows)
    assert found.weights[2] == 0
    assert found.flags == ("Child 3 is equal in all areas and has weight 0.",)
    np.testing.assert_array_equal(
        np.delete(found.weights, 2), weights_of(rule, np.delete(rows, 2, axis=0)).weights
    )


@every_learnt
@pytest.mark.parametrize("rows", [np.ones((4, 30)), np.full((4, 30), np.nan), np.empty((4, 0))])
def test_children_without_any_difference_are_refused(rule, rows):
    with pytest.raises(ComputationError):
        weights_of(rule, rows)


@every_learnt
def test_few_complete_areas_are_flagged(rule):
    found = weights_of(rule, planted(areas=49))
    assert found.flags[0] == (
        "Only 49 areas with all 5 children observed: the weights are uncertain."
    )
    assert not any("uncertain" in flag for flag in weights_of(rule, planted(areas=50)).flags)


def test_a_rule_is_found_by_its_name_and_an_unknown_one_is_refused():
    union, _ = get_args(Weighting)
    rules = TypeAdapter(Weighting)
    for kind in get_args(union):
        assert rules.validate_python({"by": kind().by}) == kind()
        assert kind.least >= 1
    for wrong in ({"by": "pca"}, {"by": "equal", "of": 1}, {"by": "factor_analysis", "weights": 1}):
        with pytest.raises(ValidationError):
            rules.validate_python(wrong)
