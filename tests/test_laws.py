"""Laws that hold for every table, whatever the figures."""

from itertools import permutations

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

import mdi
from mdi.reading import table_of_frame
from tests.countries import again, codes, frame_of, methods, random_table, table_of, tables

CLOSE = {"rtol": 1e-9, "atol": 1e-9}
relaxed = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
linear = pytest.mark.parametrize("method", ["zscore", "minmax"])


def same(left, right, rows=slice(None), others=slice(None)) -> None:
    """Points, ranks and coverage are the same to the last bit."""
    np.testing.assert_array_equal(left.points[:, rows], right.points[:, others])
    np.testing.assert_array_equal(left.rank[rows], right.rank[others])
    np.testing.assert_array_equal(left.decile[rows], right.decile[others])


@given(table=tables(least=2), method=methods, data=st.data())
@relaxed
def test_the_order_of_the_areas_does_not_matter(table, method, data):
    order = data.draw(st.permutations(range(len(table))))
    shuffled = mdi.compute(again(frame_of(table).iloc[order]), method=method)
    plain = mdi.compute(table, method=method)
    if method.id == "imd":
        same(shuffled, plain, slice(None), order)
    else:
        np.testing.assert_allclose(shuffled.points, plain.points[:, order], **CLOSE)


@given(table=tables(least=2), method=methods)
@relaxed
def test_areas_with_the_same_figures_share_points_rank_and_decile(table, method):
    twice = pd.concat([frame_of(table), frame_of(table)])
    twice["area_code"] = codes(len(twice))
    result = mdi.compute(again(twice), method=method)
    n = len(table)
    same(result, result, slice(0, n), slice(n, 2 * n))


@given(table=tables(), method=methods)
@relaxed
def test_an_area_without_any_figure_changes_nothing_for_the_others(table, method):
    more = pd.concat([frame_of(table), pd.DataFrame({"area_code": ["GM9999"]})])
    result = mdi.compute(again(more), method=method)
    same(result, mdi.compute(table, method=method), slice(0, len(table)))
    assert result.rank[-1] == 0
    assert np.isnan(result.points[:, -1]).all()


@given(table=tables(least=2), method=methods, figure=st.floats(0, 100))
@relaxed
def test_areas_that_are_too_small_influence_nobody(table, method, figure):
    small = table.population < method.min_population
    assume(small.any())
    frame = frame_of(table)
    frame.loc[small, list(table.offered)] = figure
    result = mdi.compute(again(frame), method=method)
    plain = mdi.compute(table, method=method)
    np.testing.assert_array_equal(result.points, plain.points)
    np.testing.assert_array_equal(result.rank, plain.rank)


def test_an_indicator_known_only_where_hardly_anybody_lives_keeps_nobody_from_being_ranked():
    few = {"vandalism": [1.0, 2.0, np.nan], "poor_households": [np.nan, np.nan, 9.0]}
    without = mdi.compute(
        table_of({**few, "poor_households": [np.nan] * 3}, population=[900, 900, 9])
    )
    having = mdi.compute(table_of(few, population=[900, 900, 9]))
    np.testing.assert_array_equal(having.rank, without.rank)


@given(table=tables(least=2), method=methods, data=st.data())
@relaxed
def test_the_mirror_image_of_an_indicator_with_the_other_direction_changes_nothing(
    table, method, data
):
    assume(table.offered)
    turned = data.draw(st.sampled_from([f for f in table.figures if f.offered]))
    other = "better" if turned.direction == "worse" else "worse"
    name = turned.indicator.id
    column = mdi.Source(
        id="mirror",
        name={"nl": "spiegel", "en": "mirror"},
        publisher="",
        code="area_code",
        population="population",
        own_names=True,
        indicators={name: {"column": name, "direction": other}},
    )
    frame = frame_of(table).round(2)
    plain = mdi.compute(again(frame), method=method)
    frame[name] = 100 - frame[name]
    mirrored = table_of_frame(frame, column, level="municipality", year=2021)
    result = mdi.compute(mirrored, method=method)
    if method.id == "imd":
        same(result, plain)
    else:
        np.testing.assert_allclose(result.points, plain.points, **CLOSE)


@given(table=tables(least=2), data=st.data())
@relaxed
def test_a_monotone_transform_of_an_indicator_leaves_the_ranks(table, data):
    transform = data.draw(st.sampled_from([lambda x: 2 * x + 1, np.exp2, lambda x: x**3 / 1e4]))
    frame = frame_of(table)
    unbounded = [f.indicator.id for f in table.figures if f.indicator.range[1] == np.inf]
    frame[unbounded] = transform(frame[unbounded].round(1))
    base = frame_of(table)
    base[unbounded] = base[unbounded].round(1)
    same(mdi.compute(again(frame)), mdi.compute(again(base)))


@given(table=tables(least=2), method=methods, power=st.integers(-20, 20))
@relaxed
def test_scaling_all_weights_leaves_scores_and_ranks(table, method, power):
    printed = mdi.load_weights("mdi_nl").weights
    scaled = {name: weight * 2.0**power for name, weight in printed.items()}
    plain = mdi.compute(table, weights=mdi.WeightSet(weights=printed), method=method)
    other = mdi.compute(table, weights=mdi.WeightSet(weights=scaled), method=method)
    np.testing.assert_array_equal(other.rank, plain.rank)
    np.testing.assert_allclose(other.index, plain.index, **CLOSE)
    assert other.score_max == plain.score_max
    assert sum(other.weights.shares().values()) == pytest.approx(1)


@given(table=tables(least=2), method=methods)
@relaxed
def test_contributions_of_the_domains_sum_to_the_index(table, method):
    result = mdi.compute(table, method=method)
    for code, index in zip(table.codes, result.index, strict=True):
        parts = [x for x in result.profile(code).contributions.values() if x is not None]
        if np.isnan(index):
            assert parts == []
        else:
            assert sum(parts) == pytest.approx(index, rel=1e-9, abs=1e-9)


@given(table=tables(least=2), method=methods)
@relaxed
def test_contributions_of_children_sum_to_their_parent_and_missing_ones_have_none(table, method):
    result = mdi.compute(table, method=method)
    for code in table.codes:
        for domain in result.profile(code).domains:
            _sums(domain, domain.indicators, negative=method.id != "imd")


def _sums(parent, children, *, negative):
    known = [child.contribution for child in children if child.contribution is not None]
    for child in children:
        assert child.points is not None or child.contribution is None
        assert negative or child.contribution is None or child.contribution >= 0
        if child.parts:
            _sums(child, child.parts, negative=negative)
    if parent.contribution is None:
        assert known == []
    else:
        assert sum(known) == pytest.approx(parent.contribution, rel=1e-9, abs=1e-9)


@given(table=tables(least=2), method=methods)
@relaxed
def test_what_is_above_average_sums_to_the_distance_from_the_mean_index(table, method):
    result = mdi.compute(table, method=method)
    ranked = np.flatnonzero(result.rank)
    assume(ranked.size)
    mean = result.index[ranked].mean()
    for area in ranked:
        found = [d.above_average for d in result.profile(table.codes[area]).domains]
        total = sum(x for x in found if x is not None)
        assert total == pytest.approx(result.index[area] - mean, rel=1e-9, abs=1e-9)


@given(table=tables(least=2), method=methods)
@relaxed
def test_shares_of_an_area_sum_to_one_at_every_stage(table, method):
    result = mdi.compute(table, method=method)
    for area in np.flatnonzero(result.rank):
        profile = result.profile(table.codes[area])
        assert sum(d.share for d in profile.domains if d.share) == pytest.approx(1)
        for domain in profile.domains:
            parts = [i.share for i in domain.indicators if i.share is not None]
            assert sum(parts) == pytest.approx(domain.share or 0.0)


@given(table=tables(least=2), method=methods)
@relaxed
def test_ranks_are_those_of_the_index_and_deciles_those_of_the_ranks(table, method):
    result = mdi.compute(table, method=method)
    for rank, score in zip(result.rank, result.index, strict=True):
        assert rank == (0 if np.isnan(score) else 1 + (result.index > score).sum())
    if result.ranked < 20:
        assert not result.decile.any()


@given(table=tables(), method=methods)
@relaxed
def test_points_stay_inside_the_bounds_of_the_method(table, method):
    result = mdi.compute(table, method=method)
    domains = result.points[[node.row for node in result.tree.domains]]
    known = domains[~np.isnan(domains)]
    if method.id == "imd":
        assert ((known > 0) & (known <= 100)).all()
    if method.id == "minmax":
        assert ((known >= -1e-9) & (known <= 100 + 1e-9)).all()
    if result.score_max is not None:
        assert np.nanmax(result.index, initial=-1) <= result.score_max + 1e-9


def test_a_tenth_of_many_areas_has_more_than_fifty_points_in_a_domain():
    wealth = np.random.default_rng(5).normal(size=9000)
    result = mdi.compute(table_of({"household_wealth": wealth}))
    income = result.points[result.tree.domains[0].row]
    assert (income > 50).mean() == pytest.approx(0.1021, abs=2e-4)
    assert income.mean() == pytest.approx(21.69, abs=0.01)


def test_the_worst_area_in_everything_has_the_highest_possible_index():
    figures = {f.indicator.id: np.arange(30.0)[:: int(f.sign)] for f in random_table(1).figures}
    result = mdi.compute(table_of(figures))
    assert result.index[29] == pytest.approx(99.9, abs=1e-12)
    assert result.score_max == 99.9
    assert result.rank[29] == 1
    assert result.decile.tolist() == sorted(result.decile.tolist(), reverse=True)


@linear
def test_the_index_of_a_linear_method_keeps_the_scale_of_its_points(method):
    figures = {f.indicator.id: np.arange(30.0)[:: int(f.sign)] for f in random_table(1).figures}
    result = mdi.compute(table_of(figures), method=method)
    expected = {"minmax": 100.0, "zscore": 14.5 / np.arange(30).std(ddof=1)}[method]
    assert result.index[29] == pytest.approx(expected)
    assert result.score_max == {"minmax": 100.0, "zscore": None}[method]


@pytest.mark.parametrize("n", [20, 21, 29, 95, 100, 352])
def test_deciles_differ_in_size_by_one_area_at_most(n):
    wealth = np.random.default_rng(n).normal(size=n)
    result = mdi.compute(table_of({"household_wealth": wealth}))
    sizes = np.bincount(result.decile)[1:]
    assert len(sizes) == 10
    assert sizes.max() - sizes.min() <= 1


@pytest.mark.parametrize("method", ["imd", "zscore", "minmax"])
def test_the_same_figures_in_another_order_are_a_tie(method):
    """All orders of three of four figures: sums in another order are not another score."""
    orders = list(permutations([1.0, 2.0, 3.0, 4.0], 3))
    names = ["violent_offences", "property_offences", "road_accidents"]
    frame = pd.DataFrame(orders, columns=names)
    frame["area_code"] = [f"GM{number:04d}" for number in range(len(orders))]
    table = mdi.IndicatorTable.from_frame(frame, level="municipality", year=2024)
    result = mdi.compute(table, method=method)
    of = {tuple(sorted(order)): set() for order in orders}
    for order, points, rank in zip(orders, result.measure("safety"), result.rank, strict=True):
        of[tuple(sorted(order))].add((round(points, 9), rank))
    assert all(len(found) == 1 for found in of.values())
