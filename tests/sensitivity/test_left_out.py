"""Without each indicator in turn: what `mdi.compute` makes of a table that never had it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mdi
from mdi.domains.model import Domains
from mdi.methods.model import Method
from mdi.sensitivity.left_out import leave_one_out
from tests.countries import LEAVES, random_table, table_of, tables, twin_of, weight_sets
from tests.test_reweighting import OWN

METHODS = [
    *map(mdi.load_method, ("imd", "zscore", "minmax")),
    *(Method.parse({"id": "own", **plain}, "test") for plain in OWN),
    Method.parse(
        {
            "indicators": {"by": "normal_score"},
            "missing": {"by": "copula"},
            "nodes": {"smoking": {"normalisation": {"by": "zscore"}}},
            "deciles": {"rule": "floor"},
        },
        "test",
    ),
    Method.parse(
        {
            "indicators": {"by": "zscore"},
            "nodes": {"health": {"weighting": {"by": "factor_analysis"}}},
            "min_coverage": 0,
        },
        "test",
    ),
]


def domains_without(domains, name):
    """The domains without an indicator or part; None where a domain would be empty."""

    def kept(indicators):
        for each in indicators:
            if each.id == name:
                continue
            parts = tuple(kept(each.parts))
            if parts or not each.parts:
                yield each.model_copy(update={"parts": parts})

    found = [d.model_copy(update={"indicators": tuple(kept(d.indicators))}) for d in domains]
    return Domains(domains=tuple(d for d in found if d.indicators))


def without(result, name):
    """The slow way: a table, weights and a method that never heard of it."""
    table, weights, method = result.table, result.weights, result.method
    domains = domains_without(table.domains, name)
    gone = {d.id for d in table.domains} - {d.id for d in domains} | {name}
    if gone & set(weights.weights):
        rest = {key: w for key, w in weights.weights.items() if key not in gone}
        fewer = mdi.WeightSet.parse({**weights.model_dump(), "weights": rest}, "test")
        return mdi.compute(table, weights=fewer, method=method)
    leaves = {leaf.id for leaf in domains.leaves()}
    columns = {
        f.indicator.id: row
        for f, row in zip(table.figures, table.values, strict=True)
        if f.offered and f.indicator.id in leaves
    }
    nodes = {key: rules for key, rules in method.nodes.items() if key in set(domains.ids())}
    fewer = table_of(columns, population=table.population, domains=domains)
    return mdi.compute(fewer, weights=weights, method=method.model_copy(update={"nodes": nodes}))


def compare(result):
    found = leave_one_out(result)
    names = [node.id for node in result.tree.nodes()[1:]]
    assert [*found.nodes, *found.refused] == sorted(
        names, key=lambda name: (name in found.refused, names.index(name))
    )
    for name in names:
        if name in found.refused:
            with pytest.raises(mdi.MdiError):
                without(result, name)
            continue
        expected = without(result, name)
        place = found.nodes.index(name)
        assert np.array_equal(found.rank[place], expected.rank), name
        assert np.array_equal(found.decile[place], expected.decile), name


@pytest.mark.parametrize(
    "method", METHODS, ids=lambda m: f"{m.id} {m.indicators.by} {m.missing.by}"
)
@pytest.mark.parametrize("gaps", [0, 0.45])
def test_it_is_what_is_computed_without_it(method, gaps):
    compare(mdi.compute(random_table(90, 3, gaps), method=method))


def offered(table):
    """Leaving out the only indicator of a table leaves a table that cannot be read."""
    return len(table.offered) > 2


@settings(max_examples=15, deadline=None)
@given(
    table=tables(least=4).filter(offered),
    weights=weight_sets,
    method=st.sampled_from(METHODS[:3]),
)
def test_any_table_with_any_weights(table, weights, method):
    compare(mdi.compute(table, weights=weights, method=method))


def test_the_slow_twin_agrees():
    table = random_table(60, 5, 0.2)
    result = mdi.compute(table)
    found = leave_one_out(result)
    name = "smoking"
    domains = domains_without(table.domains, name)
    columns = dict(zip(LEAVES, table.values, strict=True))
    fewer = table_of(
        {leaf.id: columns[leaf.id] for leaf in domains.leaves()},
        population=table.population,
        domains=domains,
    )
    _, expected = twin_of(fewer, result.weights, result.method)
    assert found.without(name).tolist() == expected.rank


def test_what_changes_is_told_by_node_and_by_area():
    result = mdi.compute(random_table(200, 7, 0.05))
    found = leave_one_out(result)
    frame = found.to_frame().set_index("left_out")
    rank = found.without("income")
    both = (rank > 0) & (result.rank > 0)
    assert frame.loc["income", "mean_shift"] == np.abs(rank - result.rank)[both].mean()
    top = {
        code for code, tenth in zip(result.table.codes, result.decile, strict=True) if tenth == 1
    }
    place = found.nodes.index("income")
    now = {
        code
        for code, tenth in zip(result.table.codes, found.decile[place], strict=True)
        if tenth == 1
    }
    assert set(found.entered("income")) == now - top != set()
    assert set(found.left("income")) == top - now != set()
    assert frame.loc["income", "overlap"] == len(top & now) / len(top | now)
    code = result.table.codes[4]
    assert found.of(code)["income"] == (rank[4] or None)
    with pytest.raises(mdi.DeclarationError) as caught:
        found.without("incom")
    assert caught.value.hint == "did you mean 'income'?"


def test_the_last_domain_cannot_be_left_out():
    one = mdi.WeightSet(weights={"income": 1})
    found = leave_one_out(mdi.compute(random_table(40, 2, 0), weights=one))
    assert "income" in found.refused
    with pytest.raises(mdi.DeclarationError, match="no ranks without 'income'"):
        found.without("income")


def test_a_yardstick_of_other_areas_is_refused():
    base = mdi.compute(random_table(40, 1))
    later = mdi.compute(random_table(40, 2), reference=base)
    with pytest.raises(mdi.ComputationError, match="yardstick"):
        leave_one_out(later)


def test_the_result_is_left_alone():
    result = mdi.compute(random_table(80, 1))
    before = result.points.tobytes()
    leave_one_out(result)
    assert result.points.tobytes() == before
