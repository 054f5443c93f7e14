"""One figure goes missing in one cell: who else feels it, and how much."""

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import mdi
from mdi.status import Filled
from tests import nested
from tests.countries import METHODS, again, frame_of, random_table, table_of, tables

COPULA = mdi.load_method("imd").model_copy(
    update={
        "id": "copula",
        "nodes": nested.method(nodes={"index": {"missing": {"by": "copula"}}}).nodes,
    }
)
methods = st.sampled_from([*map(mdi.load_method, METHODS), COPULA])
relaxed = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


@st.composite
def gaps(draw):
    """A table, and the cell (leaf, area) that will be empty."""
    table = draw(tables(least=2))
    cells = np.argwhere(~np.isnan(table.values))
    assume(len(cells))
    return table, tuple(cells[draw(st.integers(0, len(cells) - 1))].tolist())


def without(table, cell, again=again):
    """The same table with one cell empty."""
    frame = frame_of(table)
    frame.loc[cell[1], table.figures[cell[0]].indicator.id] = np.nan
    return again(frame)


def moves(before, after, area):
    """How many places the other areas move; those that leave or come are 'missing' here."""
    both = (before > 0) & (after > 0)
    both[area] = False
    return np.abs(before[both].astype(int) - after[both])


def assert_scales_fixed(table, cell, plain, gapped):
    others = np.arange(len(table)) != cell[1]
    assert gapped.points[:, others].tobytes() == plain.points[:, others].tobytes()
    assert gapped.coverage[others].tobytes() == plain.coverage[others].tobytes()
    for node in plain.tree.nodes():
        before, after = plain.ranks_of(node.id), gapped.ranks_of(node.id)
        assert ((before > 0) == (after > 0))[others].all()
        assert moves(before, after, cell[1]).max(initial=0) <= 1, node.id


@given(case=gaps(), method=methods)
@relaxed
def test_with_scales_fitted_before_no_other_score_changes_by_a_bit_and_no_rank_by_two(case, method):
    table, cell = case
    plain = mdi.compute(table, method=method)
    gapped = mdi.compute(without(table, cell), reference=plain)
    assert_scales_fixed(table, cell, plain, gapped)


@given(case=gaps(), method=methods)
@relaxed
def test_with_scales_fitted_anew_ranks_in_that_indicator_move_by_one_and_nothing_else_is_lost(
    case, method
):
    table, cell = case
    plain, gapped = (
        mdi.compute(table, method=method),
        mdi.compute(without(table, cell), method=method),
    )
    name = table.figures[cell[0]].indicator.id
    before, after = plain.ranks_of(name), gapped.ranks_of(name)
    if plain.offers.tolist() == gapped.offers.tolist():
        others = np.arange(len(table)) != cell[1]
        np.testing.assert_array_equal(gapped.reference[others], plain.reference[others])
    assert moves(before, after, cell[1]).max(initial=0) <= 1
    lost = np.isnan(gapped.points) & ~np.isnan(plain.points)
    lost[:, cell[1]] = False
    gone = np.isnan(gapped.points).all(axis=1)  # nodes whose only figure it was
    filled = plain.filled == Filled.COPULA
    assert not (lost & ~(filled & gone[:, np.newaxis])).any()


def only_figure_of_a_domain():
    rng = np.random.default_rng(1)
    columns = {"household_wealth": rng.normal(size=30), "smoking": rng.uniform(0, 100, 30)}
    table = table_of(columns | {"vandalism": [5.0] + [np.nan] * 29})
    row = [figures.indicator.id for figures in table.figures].index("vandalism")
    return table, (row, 0)


@pytest.mark.parametrize("method", METHODS)
def test_the_only_figure_of_an_indicator_takes_nothing_from_others(method):
    table, cell = only_figure_of_a_domain()
    plain = mdi.compute(table, method=method)
    gapped = mdi.compute(without(table, cell), method=method)
    assert gapped.offered < plain.offered
    np.testing.assert_array_equal(np.isnan(gapped.points[:, 1:]), np.isnan(plain.points[:, 1:]))


def test_the_only_figure_of_a_domain_takes_with_it_what_a_copula_made_of_it():
    """Nothing observed, no group, domain or index that came of it goes missing."""
    table, cell = only_figure_of_a_domain()
    plain = mdi.compute(table, method=COPULA)
    gapped = mdi.compute(without(table, cell), method=COPULA)
    lost = np.isnan(gapped.points) & ~np.isnan(plain.points)
    lost[:, 0] = False
    domain = next(node for node in plain.tree.domains if node.id == "living_environment")
    assert np.flatnonzero(lost.any(axis=1)).tolist() in ([], [domain.row])
    assert np.isfinite(gapped.index).all()
    fixed = mdi.compute(without(table, cell), reference=plain)
    assert_scales_fixed(table, cell, plain, fixed)


@pytest.mark.parametrize("method", [*map(mdi.load_method, METHODS), COPULA], ids=lambda m: m.id)
@pytest.mark.parametrize("cell", [(0, 3), (7, 120), (19, 299)])
def test_in_a_country_of_300_areas_one_gap_moves_others_by_a_place_at_most(method, cell):
    table = random_table(300, decimals=3)
    gapped = without(table, cell)
    plain = mdi.compute(table, method=method)
    assert_scales_fixed(table, cell, plain, mdi.compute(gapped, reference=plain))
    name = table.figures[cell[0]].indicator.id
    anew = mdi.compute(gapped, method=method)
    assert moves(plain.ranks_of(name), anew.ranks_of(name), cell[1]).max() <= 1


@pytest.mark.parametrize("rules", nested.METHODS.values(), ids=nested.METHODS.keys())
def test_with_scales_fitted_before_it_holds_for_every_rule_of_every_union(rules):
    table = nested.country()

    def of_these_domains(frame):
        columns = {name: frame[name].to_numpy() for name in nested.LEAVES}
        population = frame["population"].to_numpy()
        return nested.table_of(columns, population=population, domains=nested.DOMAINS)

    plain = nested.compute(table, rules)
    for cell in ((0, 3), (4, 11), (9, 30), (11, 5)):
        gapped = mdi.compute(without(table, cell, of_these_domains), reference=plain)
        assert_scales_fixed(table, cell, plain, gapped)


def test_the_area_with_the_gap_may_leave_the_ranking_and_the_others_close_up():
    table = random_table(40, gaps=0)
    frame = frame_of(table)
    frame.loc[4, list(table.offered)[1:]] = np.nan  # one figure is left
    few = mdi.load_method("imd").model_copy(update={"min_coverage": 0.01})
    table = again(frame)
    plain = mdi.compute(table, method=few)
    assert plain.rank[4] > 0
    gapped = mdi.compute(without(table, (0, 4)), reference=plain)
    assert gapped.rank[4] == 0
    assert_scales_fixed(table, (0, 4), plain, gapped)
    behind = plain.rank > plain.rank[4]
    np.testing.assert_array_equal(gapped.rank[behind], plain.rank[behind] - 1)
