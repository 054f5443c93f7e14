"""What an area owes its index to: contributions by any method."""

import numpy as np
import pytest

from tests.countries import table_of
from tests.nested import DOMAINS, METHODS, WEIGHTS, compute, country, figures, method

TABLE = country()
every_method = pytest.mark.parametrize("rules", METHODS.values(), ids=METHODS.keys())
CLOSE = {"rtol": 1e-9, "atol": 1e-9}


@every_method
def test_contributions_sum_to_the_index_whatever_the_method(rules):
    result = compute(TABLE, rules)
    for area, code in enumerate(TABLE.codes):
        profile = result.profile(code)
        parts = [part for part in profile.contributions.values() if part is not None]
        if np.isnan(result.index[area]):
            assert parts == []
        else:
            assert sum(parts) == pytest.approx(result.index[area], rel=1e-9, abs=1e-9)
    summed = np.where(np.isnan(result.index), 0.0, result.index)
    np.testing.assert_allclose(result.contributions.sum(axis=0), summed, **CLOSE)


@every_method
def test_exact_means_that_the_index_is_the_weighted_sum_of_its_domains(rules):
    result = compute(country(gaps=0), rules)
    rows = result.points[[node.row for node in result.tree.domains]]
    shares = np.array(list(WEIGHTS.shares().values()))
    plain = result.scale * shares @ rows
    exact = result.profile(TABLE.codes[0]).exact
    if exact:
        np.testing.assert_allclose(plain, result.index, **CLOSE)


def test_a_method_knows_whether_its_contributions_are_exact():
    inexact = {
        name for name, rules in METHODS.items() if not compute(TABLE, rules).profile("GM0001").exact
    }
    means = {name for name in METHODS if name.startswith("aggregation")}
    assert inexact == means | {"every stage of ranks", "missing restored_spread"}


@every_method
def test_contributions_of_children_sum_to_their_parent_whatever_the_method(rules):
    result = compute(TABLE, rules)
    for code in TABLE.codes[:25]:
        for shown in result.profile(code).domains:
            sums(shown, shown.indicators, result)


def sums(parent, children, result):
    known = [child.contribution for child in children if child.contribution is not None]
    if parent.filled not in (None, "handed_over"):
        return  # its points are not those of its children
    if parent.contribution is None:
        assert known == []
    else:
        assert sum(known) == pytest.approx(parent.contribution, rel=1e-9, abs=1e-9)
    for child in children:
        if child.parts:
            sums(child, child.parts, result)


def test_a_domain_of_which_only_a_child_without_weight_is_left_is_explained_without_it():
    """Entropy gives a flat child no weight; where only that one is known, the domain is
    filled in, and nothing of that is the child's."""
    columns = figures(gaps=0)
    columns["trust"][:] = 7.0
    for name in ("income", "jobs", "debts", "arrears"):
        columns[name][0] = np.nan
    rules = method(
        indicators={"by": "zscore"},
        nodes={
            "thriving": {"weighting": {"by": "entropy"}},
            "index": {"missing": {"by": "copula"}},
        },
    )
    result = compute(table_of(columns, domains=DOMAINS), rules)
    shown = result.profile("GM0001").domains[1]
    assert (shown.filled, shown.id) == ("copula", "thriving")
    assert shown.contribution is not None
    assert {child.contribution for child in shown.indicators} == {None}
