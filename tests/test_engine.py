"""The engine gives what the slow, plain twin gives, for any table, weights and method."""

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, reject, settings

import mdi
from tests import reference
from tests.countries import (
    LEAVES,
    METHODS,
    methods,
    random_table,
    table_of,
    tables,
    twin_of,
    weight_sets,
)

CLOSE = {"rtol": 1e-9, "atol": 1e-9}
BLURRED = 1e-9  # means this close are tied, or not, by the order in which they are summed


def rows_of(result) -> dict[str, np.ndarray]:
    """The points of every node by its id."""
    found, stack = {}, [result.tree.root]
    while stack:
        node = stack.pop()
        found[node.id] = result.points[node.row]
        stack.extend(node.children)
    return found


def skip_ties_of_rounding(result, outcome) -> None:
    """Reject a table where only rounding tells whether two means are tied."""
    for name, points in rows_of(result).items():
        if name not in outcome.means:
            continue
        mean = np.array(outcome.means[name])
        order = [i for i in np.argsort(mean) if not math.isnan(mean[i])]
        for i, j in pairwise(order):
            near = abs(mean[i] - mean[j]) < BLURRED
            if near and (mean[i] == mean[j]) != (points[i] == points[j]):
                reject()


def assert_same(result, outcome):
    np.testing.assert_allclose(result.coverage, outcome.coverage, **CLOSE)
    assert result.offered == pytest.approx(outcome.offered)
    np.testing.assert_array_equal(result.reference, outcome.reference)
    skip_ties_of_rounding(result, outcome)
    for name, points in rows_of(result).items():
        np.testing.assert_allclose(points, outcome.points[name], **CLOSE, err_msg=name)
    np.testing.assert_array_equal(result.rank, outcome.rank)
    np.testing.assert_array_equal(result.decile, outcome.decile)
    for area, code in enumerate(result.table.codes):
        assert_same_profile(result.profile(code), outcome, area)


def assert_same_profile(profile, outcome, area):
    def check(node):
        expected = outcome.contributions[node.id][area]
        if math.isnan(expected):
            assert node.contribution is None, node.id
        else:
            assert node.contribution == pytest.approx(expected, rel=1e-9, abs=1e-9), node.id
        for child in getattr(node, "indicators", None) or getattr(node, "parts", ()):
            check(child)

    for domain in profile.domains:
        check(domain)


@given(table=tables(), weights=weight_sets, method=methods)
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_the_engine_and_its_slow_twin_agree(table, weights, method):
    result = mdi.compute(table, weights=weights, method=method)
    assert_same(result, twin_of(table, weights, method)[1])


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("weights", ["mdi_nl", "equal"])
def test_they_agree_on_a_country_of_400_areas(method, weights):
    table, rules = random_table(400, decimals=9), mdi.load_method(method)
    chosen = mdi.load_weights(weights)
    result = mdi.compute(table, weights=chosen, method=rules)
    assert_same(result, twin_of(table, chosen, rules)[1])


@given(table=tables(least=2))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_above_average_is_the_distance_from_the_mean_contribution(table):
    weights, method = mdi.load_weights("mdi_nl"), mdi.load_method("imd")
    result = mdi.compute(table, weights=weights, method=method)
    domains, outcome = twin_of(table, weights, method)
    skip_ties_of_rounding(result, outcome)
    for area in np.flatnonzero(result.rank):
        expected = reference.above_average(outcome, domains, area)
        for found, right in zip(result.profile(table.codes[area]).domains, expected, strict=True):
            if found.contribution is not None:
                assert found.above_average == pytest.approx(right, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("method", METHODS)
def test_one_area_alone_is_ranked_first_and_has_no_decile(method):
    result = mdi.compute(random_table(1, gaps=0), method=method)
    if not result.reference[0]:
        pytest.fail("the area was meant to be large enough")
    assert result.rank.tolist() == [1]
    assert result.decile.tolist() == [0]


@pytest.mark.parametrize("method", METHODS)
def test_two_areas_that_differ_everywhere_are_first_and_second(method):
    worse = {f.indicator.id: [1.0, 9.0][:: int(f.sign)] for f in random_table(1).figures}
    result = mdi.compute(table_of(worse), method=method)
    assert result.rank.tolist() == [2, 1]


@pytest.mark.parametrize("method", METHODS)
def test_a_table_without_a_single_figure_ranks_nobody_and_says_so(method):
    result = mdi.compute(table_of({leaf: [np.nan] * 30 for leaf in LEAVES}), method=method)
    assert result.ranked == 0
    assert np.isnan(result.points).all()
    assert result.offered == 0
    assert any("no figures for" in warning for warning in result.warnings)


@pytest.mark.parametrize("method", METHODS)
def test_a_country_where_all_are_equal_has_thirty_first_places(method):
    result = mdi.compute(table_of({leaf: [5.0] * 30 for leaf in LEAVES}), method=method)
    assert result.rank.tolist() == [1] * 30
    assert np.isfinite(result.points).all()


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("size", [1e-300, 1e-160, 1e-9, 1e9, 1e160, 1e300])
def test_the_unit_of_a_figure_does_not_matter_however_large_or_small(method, size):
    plain = np.array([3.0, 1.0, 4.0, 1.5, 9.0, 2.6])
    usual = mdi.compute(table_of({"household_wealth": plain}), method=method)
    other = mdi.compute(table_of({"household_wealth": plain * size}), method=method)
    np.testing.assert_allclose(other.index, usual.index, **CLOSE)


def test_figures_from_the_whole_range_of_numbers_have_min_max_points():
    wealth = [0.0, 8.5e307, 1.7e308]
    result = mdi.compute(table_of({"household_wealth": wealth}), method="minmax")
    np.testing.assert_allclose(result.index, [100.0, 50.0, 0.0], **CLOSE)
