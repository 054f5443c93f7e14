"""More is worse, and nothing depends on the order of areas or the size of weights."""

import numpy as np

import mdi
from tests.battery.areas import FULL, WEIGHTS, changed, chosen, table_of, tree, worse_upwards
from tests.battery.laws import cell_of, close, compute, on_tables, rules

ROUNDING = 1e-9


def worse_and_better(table, number):
    """An observed cell, and the table with a worse and with a better figure in it."""
    leaf, area = cell_of(table, number)
    figure = table.values[leaf, area]
    up = worse_upwards()[leaf] > 0
    step = (number // 7 % 40 + 1) / 2
    worse, better = min(figure + step, FULL), max(figure - step, 0.0)
    if not up:
        worse, better = better, worse
    return leaf, area, [changed(table, leaf, area, new) for new in (better, figure, worse)]


def rising(values) -> bool:
    """Whether numbers never fall; an area without a score has none whatever the figure."""
    missing = np.isnan(values)
    return bool(missing.all() or (np.diff(values) >= -ROUNDING).all())


@rules(unless="points")
@on_tables
def test_points_of_an_indicator_follow_its_figure(case, table, number):
    leaf, area, three = worse_and_better(table, number)
    points = [compute(case, each).points[leaf, area] for each in three]
    sign = table.figures[leaf].sign * worse_upwards()[leaf]
    assert rising(sign * np.array(points))


@rules(unless="afresh")
@on_tables
def test_the_index_follows_a_figure_where_everything_is_fitted_anew(case, table, number):
    _, area, three = worse_and_better(table, number)
    results = [compute(case, each) for each in three]
    assert rising([result.index[area] for result in results])


@rules(unless="index")
@on_tables
def test_the_index_follows_a_figure_on_fitted_scales(case, table, number):
    _, area, three = worse_and_better(table, number)
    yardstick = compute(case, table).yardstick
    results = [compute(case, each, reference=yardstick) for each in three]
    assert rising([result.index[area] for result in results])


@rules(unless="points")
@on_tables
def test_points_of_an_indicator_follow_its_figure_on_fitted_scales(case, table, number):
    leaf, area, three = worse_and_better(table, number)
    yardstick = compute(case, table).yardstick
    points = [compute(case, each, reference=yardstick).points[leaf, area] for each in three]
    assert rising(table.figures[leaf].sign * worse_upwards()[leaf] * np.array(points))


@rules()
@on_tables
def test_the_order_of_the_areas_does_not_matter(case, table, number):
    order = np.random.default_rng(number).permutation(len(table))
    plain, shuffled = compute(case, table), compute(case, chosen(table, order))
    close(case, shuffled.points, plain.points[:, order])
    np.testing.assert_array_equal(shuffled.rank, plain.rank[order])


@rules()
@on_tables
def test_scaling_all_weights_changes_nothing(case, table, number):
    factor = (0.25, 3.0, 1000.0)[number % 3]
    weights = mdi.WeightSet(weights={name: factor * w for name, w in WEIGHTS.weights.items()})
    other = table_of(table.values, tree(factor))
    plain, scaled = compute(case, table), compute(case, other, weights=weights)
    close(case, scaled.points, plain.points)
    np.testing.assert_array_equal(scaled.rank, plain.rank)


@rules()
@on_tables
def test_contributions_of_the_domains_sum_to_the_index(case, table):
    result = compute(case, table)
    known = ~np.isnan(result.index)
    found = result.contributions.sum(axis=0)[known]
    close(case, found, result.index[known])
