"""Laws that every aggregation keeps, whatever the points of the children."""

from typing import get_args

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from mdi.aggregation import AdjustedMazziottaPareto, Aggregation, Combiner, Penalised
from tests.aggregation import plain
from tests.aggregation.cases import (
    HIGH,
    LOW,
    RULES,
    UNION,
    apply,
    everyone,
    fit,
    name,
    scores_of,
    tables,
)

CLOSE = {"rtol": 1e-9, "atol": 1e-9}
relaxed = settings(deadline=None, max_examples=30)
every_rule = pytest.mark.parametrize("rule", RULES, ids=name)


def test_every_member_of_the_union_is_held_to_the_laws():
    assert {type(rule) for rule in RULES} == set(get_args(UNION))


@every_rule
@given(table=tables())
@relaxed
def test_a_rule_gives_what_its_slow_twin_gives(rule, table):
    rows, weights = table
    declared = rule.model_dump(exclude={"by"})
    columns = rows.T.tolist()
    expected = plain.scores(rule.by, columns, weights.tolist(), everyone(rows), **declared)
    np.testing.assert_allclose(scores_of(rule, rows, weights), expected, **CLOSE)


@every_rule
@given(table=tables())
@relaxed
def test_a_score_is_missing_exactly_where_no_child_with_weight_is_observed(rule, table):
    rows, weights = table
    nothing = np.isnan(rows[weights > 0]).all(axis=0)
    scores = scores_of(rule, rows, weights)
    np.testing.assert_array_equal(np.isnan(scores), nothing)
    assert np.isfinite(scores[~nothing]).all()


@every_rule
@given(table=tables(), data=st.data())
@relaxed
def test_a_missing_child_counts_as_one_without_weight(rule, table, data):
    rows, weights = table
    combiner = fit(rule, rows, weights)
    child = data.draw(st.integers(0, len(rows) - 1))
    missing, weightless = rows.copy(), weights.copy()
    missing[child], weightless[child] = np.nan, 0.0
    np.testing.assert_array_equal(
        apply(combiner, missing, weights), apply(combiner, rows, weightless)
    )


@every_rule
@given(table=tables(), factor=st.floats(1e-6, 1e6))
@relaxed
def test_only_the_ratios_of_the_weights_matter(rule, table, factor):
    rows, weights = table
    scaled = scores_of(rule, rows, weights * factor)
    np.testing.assert_allclose(scaled, scores_of(rule, rows, weights), **CLOSE)


@every_rule
@given(table=tables(least=2), data=st.data())
@relaxed
def test_the_order_of_the_areas_does_not_matter_to_the_last_bit(rule, table, data):
    rows, weights = table
    order = data.draw(st.permutations(range(rows.shape[1])))
    shuffled = scores_of(rule, np.ascontiguousarray(rows[:, order]), weights)
    np.testing.assert_array_equal(shuffled, scores_of(rule, rows, weights)[order])


@every_rule
@given(table=tables(), data=st.data())
@relaxed
def test_the_order_of_the_children_does_not_matter(rule, table, data):
    rows, weights = table
    order = data.draw(st.permutations(range(len(rows))))
    shuffled = scores_of(rule, rows[order], weights[order])
    np.testing.assert_allclose(shuffled, scores_of(rule, rows, weights), **CLOSE)


@every_rule
@given(table=tables(), data=st.data(), more=st.floats(0, 50))
@relaxed
def test_more_in_a_child_is_never_less_in_the_score(rule, table, data, more):
    rows, weights = table
    combiner = fit(rule, rows, weights)
    raised = rows.copy()
    raised[data.draw(st.integers(0, len(rows) - 1))] += more
    if isinstance(combiner, Penalised):
        assume(balanced(combiner, rows, raised))
    before, after = apply(combiner, rows, weights), apply(combiner, raised, weights)
    assert not (after < before - 1e-9).any()


def balanced(combiner, rows, raised):
    """Whether no child is below half of the highest in any area."""
    unit = np.where(combiner.units > 0, combiner.units, np.inf)[:, None]
    z = 100 + combiner.width * (np.stack([rows, raised]) - combiner.origins[:, None]) / unit
    lowest = np.fmin.reduce(z, axis=(0, 1), initial=np.inf)
    return (lowest >= np.fmax.reduce(z, axis=(0, 1), initial=0.0) / 2).all()


@every_rule
@given(table=tables(), data=st.data())
@relaxed
def test_what_is_fitted_does_not_depend_on_areas_outside_the_reference(rule, table, data):
    rows, weights = table
    n = rows.shape[1]
    among = np.array(data.draw(st.lists(st.booleans(), min_size=n, max_size=n)))
    changed = np.where(among, rows, rows[:, ::-1] * 2 + 1)
    fitted = fit(rule, rows, weights, among)
    assert fitted.model_dump_json() == fit(rule, changed, weights, among).model_dump_json()
    alone = fit(rule, rows[:, among], weights)
    assert fitted.model_dump_json() == alone.model_dump_json()


@every_rule
@given(table=tables(), data=st.data())
@relaxed
def test_a_subset_of_the_areas_has_the_scores_it_has_among_all(rule, table, data):
    rows, weights = table
    combiner = fit(rule, rows, weights)
    chosen = data.draw(st.lists(st.integers(0, rows.shape[1] - 1), max_size=5))
    subset = apply(combiner, np.ascontiguousarray(rows[:, chosen]), weights)
    np.testing.assert_array_equal(subset, apply(combiner, rows, weights)[chosen])


@every_rule
@given(table=tables())
@relaxed
def test_what_is_fitted_survives_json_to_the_last_bit(rule, table):
    rows, weights = table
    fitted = fit(rule, rows, weights)
    again = TypeAdapter(Combiner).validate_json(fitted.model_dump_json())
    assert type(again) is type(fitted)
    assert again.model_dump_json() == fitted.model_dump_json()
    np.testing.assert_array_equal(apply(again, rows, weights), apply(fitted, rows, weights))


@every_rule
def test_a_rule_survives_json(rule):
    assert TypeAdapter(Aggregation).validate_json(rule.model_dump_json()) == rule


@every_rule
@pytest.mark.parametrize("among", [True, False], ids=["flat", "empty"])
def test_a_reference_that_tells_nothing_apart_gives_finite_scores(rule, among):
    rows = np.full((3, 4), 0.1) + np.arange(1, 4)[:, None]
    rows[1, 2] = np.nan
    combiner = fit(rule, rows, np.ones(3), np.full(4, among))
    others = np.array([[40.0, 99.0], [60.0, 98.0], [np.nan, 97.0]])
    assert np.isfinite(apply(combiner, rows, np.ones(3))).all()
    assert np.isfinite(apply(combiner, others, np.ones(3))).all()


@every_rule
@given(table=tables())
@relaxed
def test_scores_stay_within_the_bounds_that_are_promised(rule, table):
    rows, weights = table
    bounds = rule.bounds([(LOW, HIGH)] * len(rows))
    scores = scores_of(rule, rows, weights)
    if bounds is not None:
        known = scores[~np.isnan(scores)]
        assert ((known >= bounds[0] - 1e-9) & (known <= bounds[1] + 1e-9)).all()


@every_rule
def test_a_child_without_bounds_leaves_only_bounds_that_are_the_rules_own(rule):
    assert rule.bounds([(LOW, HIGH), None]) == (
        (0.0, 100.0) if rule.by in {"copeland", "alkire_foster"} else None
    )


@every_rule
@given(table=tables())
@relaxed
def test_the_points_of_the_children_are_left_alone(rule, table):
    rows, weights = table
    kept, given_weights = rows.copy(), weights.copy()
    scores_of(rule, rows, weights)
    np.testing.assert_array_equal(rows, kept)
    np.testing.assert_array_equal(weights, given_weights)


@every_rule
def test_the_children_may_be_any_rows_of_the_tree_in_any_order(rule):
    rows = np.random.default_rng(3).uniform(LOW, HIGH, (6, 9))
    children, weights, scores = np.array([4, 0, 3]), np.array([2.0, 1.0, 3.0]), np.empty(9)
    combiner = fit(rule, rows[children], weights)
    combiner.apply(rows, children, weights, scores)
    np.testing.assert_array_equal(scores, apply(combiner, rows[children], weights))


@every_rule
@given(table=tables())
@relaxed
def test_an_additive_rule_is_a_sum_of_shares(rule, table):
    rows, weights = np.nan_to_num(table[0], nan=LOW), table[1] + 1
    scores = scores_of(rule, rows, weights)
    if rule.additive:
        np.testing.assert_allclose(scores, (weights / weights.sum()) @ rows, **CLOSE)


def test_only_the_arithmetic_mean_is_additive():
    assert {type(rule).__name__ for rule in RULES if rule.additive} == {"Arithmetic"}


def test_declared_goalposts_give_bounds_as_long_as_all_points_stay_above_zero():
    rule = AdjustedMazziottaPareto(goalposts=(0, 100))
    assert rule.bounds([(0, 100), (50, 60)]) == (70, 130)
    assert rule.bounds([(-200, 100)]) is None
