"""Effective weights and covariance shares: plain twins, sums of one, and refusals."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

import mdi
from mdi.audit import audit
from tests.countries import methods, random_table, table_of, tables

relaxed = settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])


def influence(result, kind):
    return {part.id: part for part in audit(result).influence if part.kind == kind}


def test_the_weight_of_a_figure_is_the_product_down_the_tree():
    found = influence(mdi.compute(random_table(40)), "leaf")
    assert found["smoking"].weight == pytest.approx(13.5 / 99.9 / 3 / 3)
    assert found["poor_households"].weight == pytest.approx(22.5 / 99.9 / 2)
    assert sum(part.weight for part in found.values()) == pytest.approx(1)


def test_the_covariance_share_of_a_domain_is_its_weight_times_covariance_by_variance():
    result = mdi.compute(random_table(300, gaps=0))
    ranked = result.rank > 0
    index = result.index[ranked] / 0.999
    for node in result.tree.domains:
        own = result.points[node.row, ranked]
        expected = node.weight / 99.9 * np.cov(own, index)[0, 1] / np.var(index, ddof=1)
        part = influence(result, "domain")[node.id]
        assert part.covariance == pytest.approx(expected, rel=1e-9)
        assert part.weight == pytest.approx(part.carried) == pytest.approx(node.weight / 99.9)


@given(table=tables(least=2), method=methods)
@relaxed
def test_weights_and_covariance_shares_sum_to_one(table, method):
    result = mdi.compute(table, method=method)
    for kind in ("domain", "leaf"):
        found = influence(result, kind).values()
        assert sum(part.weight for part in found) == pytest.approx(1)
        if result.ranked:
            assert sum(part.carried for part in found) == pytest.approx(1)
        if all(part.covariance is not None for part in found):
            assert sum(part.covariance for part in found) == pytest.approx(1)
        else:
            assert {part.reason for part in found} <= {"too_few_areas", "constant", "not_additive"}


def test_weight_that_was_handed_over_is_carried_by_the_others():
    columns = {"poor_households": [1.0, 2, 3, 4], "smoking": [4.0, 1, np.nan, np.nan]}
    found = influence(mdi.compute(table_of(columns), weights="equal"), "domain")
    assert found["income"].carried == pytest.approx((0.5 + 0.5 + 1 + 1) / 4)
    assert found["health"].carried == pytest.approx((0.5 + 0.5) / 4)
    assert found["safety"].carried == 0
    assert found["safety"].weight == pytest.approx(1 / 7)


def test_figures_have_covariance_shares_where_the_method_is_linear():
    linear = mdi.compute(random_table(100), method="zscore")
    inside = {node.id: 0.0 for node in linear.tree.domains}
    for part in influence(linear, "leaf").values():
        inside[part.domain] += part.covariance
    for name, part in influence(linear, "domain").items():
        assert part.covariance == pytest.approx(inside[name])
    ranked = influence(mdi.compute(random_table(100)), "leaf")
    assert {(p.covariance, p.reason) for p in ranked.values()} == {(None, "not_additive")}


@pytest.mark.parametrize(
    ("figures", "reason"), [([1.0, 2.0], "too_few_areas"), ([5.0] * 9, "constant")]
)
def test_an_index_that_does_not_vary_has_no_covariance_shares(figures, reason):
    found = influence(mdi.compute(table_of({"smoking": figures})), "domain")
    assert {(p.covariance, p.reason) for p in found.values()} == {(None, reason)}


def test_weights_found_in_the_data_are_the_ones_that_count():
    method = mdi.Method.parse(
        {
            "indicators": {"by": "zscore"},
            "nodes": {"safety": {"weighting": {"by": "entropy"}}},
        },
        "own",
    )
    result = mdi.compute(random_table(200), method=method)
    safety = next(node for node in result.tree.domains if node.id == "safety")
    used = result.weights_of(safety)
    found = influence(result, "leaf")
    weights = [found[child.id].weight for child in safety.children]
    assert weights == pytest.approx(9.3 / 99.9 * used / used.sum())
    assert len(set(weights)) == 3
    assert sum(part.covariance for part in found.values()) == pytest.approx(1)


def test_an_index_that_is_no_weighted_sum_has_no_covariance_shares():
    method = mdi.Method.parse(
        {
            "indicators": {"by": "minmax", "floor": 1, "ceiling": 100},
            "nodes": {"index": {"aggregation": {"by": "geometric"}}},
        },
        "own",
    )
    found = influence(mdi.compute(random_table(200), method=method), "domain")
    assert {(p.covariance, p.reason) for p in found.values()} == {(None, "not_additive")}
    assert sum(part.carried for part in found.values()) == pytest.approx(1)
