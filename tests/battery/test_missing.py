"""Missing stays missing, and a flat reference gives finite points or a clear refusal."""

import numpy as np
import pytest

import mdi
from mdi.status import Filled
from tests.battery.areas import COUNTRY, LEAVES, WEIGHTS, changed, table_of
from tests.battery.laws import cell_of, compute, on_tables, rules


def unknown(table) -> np.ndarray:
    """(n,) areas of which nothing is known."""
    return np.isnan(table.values).all(axis=0)


@rules()
@on_tables
def test_an_area_with_nothing_observed_has_no_points_anywhere(case, table):
    result, nothing = compute(case, table), unknown(table)
    assert np.isnan(result.points[:, nothing]).all()
    assert not result.reference[nothing].any()
    assert not result.rank[nothing].any()
    assert not result.filled[:, nothing].any()


@rules()
@on_tables
def test_a_cell_has_points_where_it_has_a_figure_or_the_result_says_how(case, table):
    result = compute(case, table)
    leaves, figure = len(LEAVES), ~np.isnan(table.values) & result.reference
    points, filled = result.points[:leaves], result.filled[:leaves]
    assert np.isfinite(points[figure]).all()
    assert not filled[figure].any()
    policy = case.method.missing
    how = filled[~figure & ~np.isnan(points)]
    assert (how == policy.filled).all()
    assert policy.fills or not how.size


@rules()
@on_tables
def test_a_parent_has_points_only_where_a_child_has_and_says_what_was_missing(case, table):
    result, policy = compute(case, table), case.method.missing
    for node in result.tree.nodes():
        if not node.children:
            continue
        rows = np.array([child.row for child in node.children])
        parent = ~np.isnan(result.points[node.row]) & (result.filled[node.row] == Filled.NOTHING)
        own = ~np.isnan(result.points[rows]) & (result.filled[rows] == Filled.NOTHING)
        assert own.any(axis=0)[parent].all()
        gaps = ~own & parent
        assert (result.filled[rows][gaps] == policy.filled).all()


@rules()
@on_tables
def test_an_area_of_which_nothing_is_known_changes_nothing_for_the_others(case, table):
    nobody = np.full((len(LEAVES), 1), np.nan)
    more = table_of(np.hstack([table.values, nobody]))
    found, plain = compute(case, more), compute(case, table)
    np.testing.assert_array_equal(found.points[:, :-1], plain.points)
    np.testing.assert_array_equal(found.rank[:-1], plain.rank)


def flat(values, *leaves):
    """(leaves, n) figures in which all areas are equal in some indicators."""
    rows = np.isin([leaf.id for leaf in LEAVES], leaves)[:, np.newaxis]
    return np.where(rows, 40.0, values)


FLAT = {
    "in one indicator": lambda values: flat(values, "debt"),
    "in one that has standard errors": lambda values: flat(values, "stress"),
    "in the parts of a group": lambda values: flat(values, "cold", "damp"),
    "in a domain": lambda values: flat(values, "skills", "illness", "trust"),
    "in all indicators": lambda values: np.full_like(values, 40.0),
    "at zero": np.zeros_like,
    "because there is one": lambda values: values[:, :1],
}


def attempt(case, table):
    """The index by the method of a case, or why it is refused."""
    try:
        return mdi.compute(table, weights=WEIGHTS, method=case.method)
    except mdi.ComputationError as error:
        return error


@rules()
@pytest.mark.parametrize("equal", FLAT)
def test_equal_areas_have_finite_points_or_are_refused_clearly(case, equal):
    values = np.nan_to_num(COUNTRY.values[:, :41], nan=50.0)
    result = attempt(case, table_of(FLAT[equal](values)))
    if isinstance(result, mdi.ComputationError):
        assert case.limits.flat, result
        assert result.hint
        return
    assert np.isfinite(result.points).all()
    assert (result.rank > 0).all()
    steadied = np.round(result.steadied.values, 9)
    same = np.ptp(steadied, axis=1) == 0
    assert same.any() or case.family == "shrinkage"  # equal shares of groups of unequal size
    assert (np.ptp(result.points[: len(LEAVES)][same], axis=1) == 0).all()


@rules()
@on_tables
def test_one_missing_cell_changes_no_other_area_on_fitted_scales(case, table, number):
    leaf, area = cell_of(table, number)
    plain = compute(case, table)
    holed = compute(case, changed(table, leaf, area, np.nan), reference=plain)
    others = np.delete(np.arange(len(table)), area)
    np.testing.assert_array_equal(holed.points[:, others], plain.points[:, others])
    moved = np.abs(holed.rank[others] - plain.rank[others])
    assert moved.max(initial=0) <= 1


@rules(unless="ranks")
@on_tables
def test_one_missing_cell_moves_other_ranks_of_its_indicator_by_one_at_most(case, table, number):
    leaf, area = cell_of(table, number)
    plain, holed = compute(case, table), compute(case, changed(table, leaf, area, np.nan))
    others = np.delete(np.arange(len(table)), area)
    before, after = (each.ranks_of(LEAVES[leaf].id)[others] for each in (plain, holed))
    assert np.abs(after - before).max() <= 1
    gaps = np.isnan(plain.points[:, others])
    np.testing.assert_array_equal(np.isnan(holed.points[:, others]), gaps)
