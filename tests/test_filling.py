"""What was filled in where a child is missing, and how, is visible in every cell."""

import numpy as np
import pytest

from mdi.status import Filled
from tests.countries import table_of
from tests.nested import DOMAINS, LEAVES, METHODS, SCORES, compute, figures, method, points


def gapped():
    """Area 0 lacks a part, area 1 a whole group, area 2 a whole domain, area 3 all."""
    columns = figures(gaps=0)
    for name in ("absence", "results", "exclusion"):
        columns[name][1:4] = np.nan
    columns["absence"][0] = np.nan
    for name in LEAVES:
        columns[name][3] = np.nan
    for name in ("no_degree", "language", "numbers"):
        columns[name][2] = np.nan
    return table_of(columns, domains=DOMAINS)


def kinds(result, name):
    row = next(node.row for node in result.tree.nodes() if node.id == name)
    return [Filled(int(kind)) for kind in result.filled[row, :4]]


@pytest.mark.parametrize(
    ("policy", "kind"),
    [
        ("renormalise", Filled.HANDED_OVER),
        ("restored_spread", Filled.SPREAD_RESTORED),
        ("zero", Filled.ZERO),
        ("copula", Filled.COPULA),
    ],
)
def test_what_was_filled_in_and_how_is_visible_in_every_cell(policy, kind):
    result = compute(gapped(), method(**SCORES, missing={"by": policy}))
    nothing = Filled.NOTHING
    # A part of a group that has others; the parts of a group without any are not filled.
    assert kinds(result, "absence") == [kind, nothing, nothing, nothing]
    assert kinds(result, "results") == [nothing] * 4
    assert kinds(result, "children") == [nothing, kind, nothing, nothing]
    assert kinds(result, "learning") == [nothing, nothing, kind, nothing]
    assert kinds(result, "index") == [nothing] * 4
    assert not result.filled[:, 4:].any()
    assert np.isnan(result.index).tolist()[:5] == [False, False, False, True, False]
    words = [word for word in result.warnings if word.startswith("learning: ")]
    assert words == ([] if kind is Filled.HANDED_OVER else [f"learning: {kind.word} in 1 area"])


def test_strict_fills_nothing_and_takes_the_score_away():
    result = compute(gapped(), method(**SCORES, missing={"by": "strict"}))
    assert not result.filled.any()
    assert np.isnan(result.index[:4]).all()
    assert np.isnan(points(result, "learning")[:4]).all()
    assert np.isfinite(result.index[4:]).all()


def test_parts_of_a_domain_that_was_filled_in_handed_nothing_over():
    rules = method(**SCORES, nodes={"index": {"missing": {"by": "copula"}}})
    result = compute(gapped(), rules)
    assert kinds(result, "learning")[2] == Filled.COPULA
    assert kinds(result, "children") == [Filled.NOTHING, Filled.HANDED_OVER] + [Filled.NOTHING] * 2
    assert kinds(result, "adults") == [Filled.NOTHING] * 4


@pytest.mark.parametrize("policy", ["copula", "zero"])
def test_a_domain_that_the_table_never_has_is_handed_over_and_said_to_be(policy):
    columns = figures(gaps=0) | {"litter": [np.nan] * 80}
    rules = method(**SCORES, nodes={"index": {"missing": {"by": policy}}})
    result = compute(table_of(columns, domains=DOMAINS), rules)
    expected = Filled.ZERO if policy == "zero" else Filled.HANDED_OVER
    assert {Filled(int(kind)) for kind in result.filled[result.tree.domains[2].row]} == {expected}


def test_a_domain_that_was_filled_in_has_points_but_no_rank():
    result = compute(gapped(), METHODS["missing copula over ranks"])
    learning = points(result, "learning")
    assert np.isfinite(learning[2])
    assert result.ranks_of("learning")[2] == 0
    assert result.domain_ranks["learning"][2] == 0
    shown = result.profile("GM0003")
    assert shown.domains[0].filled == "copula"
    assert shown.domains[0].contribution == pytest.approx(
        result.scale * shown.domains[0].share * learning[2]
    )
