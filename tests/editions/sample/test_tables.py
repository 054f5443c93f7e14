"""The figures: pooled from counts, alike among neighbours, with gaps as CBS has them."""

import numpy as np
import pandas as pd
import pytest
from scipy.spatial import cKDTree

import geodata
import mdi
from mdi.editions.sample.figures import FACTOR

LEAVES = {leaf.id: leaf for leaf in mdi.load_domains().leaves()}
LEVELS = ["neighbourhood", "district", "municipality", "province"]
PEOPLE = [name for name, leaf in LEAVES.items() if leaf.measure != "score"]


def ancestors(table, level, year=2021):
    """The code of the larger area of each neighbourhood."""
    code = table("neighbourhood", year).area_code
    for step in LEVELS[: LEVELS.index(level)]:
        frame = table(step, year)
        code = code.map(frame.set_index("area_code").parent_code)
    return code


@pytest.mark.parametrize("level", LEVELS)
def test_every_declared_indicator_is_there_with_status_numerator_and_denominator(level, table):
    wanted = ["area_code", "area_name", "parent_code", "population"]
    for name in LEAVES:
        wanted += [name, f"{name}_status", f"{name}_numerator", f"{name}_denominator"]
    assert list(table(level).columns) == wanted


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", LEAVES)
def test_a_figure_is_factor_times_numerator_over_denominator_in_its_range(level, name, table):
    frame = table(level, 2024)
    over, under = frame[f"{name}_numerator"], frame[f"{name}_denominator"]
    expected = FACTOR[LEAVES[name].measure] * over / under
    pd.testing.assert_series_equal(frame[name], expected, check_names=False, check_exact=True)
    low, high = LEAVES[name].range
    assert frame[name].dropna().between(low, high).all()


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("name", LEAVES)
def test_there_is_a_figure_exactly_where_the_status_says_observed(level, name, table):
    frame = table(level)
    observed = frame[f"{name}_status"] == "observed"
    for column in (name, f"{name}_numerator", f"{name}_denominator"):
        assert (frame[column].notna() == observed).all()


@pytest.mark.parametrize("name", LEAVES)
def test_most_areas_fall_in_the_typical_range(name, table):
    low, high = LEAVES[name].typical
    figures = table("district")[name].dropna()
    assert figures.between(low, high).mean() > 0.55
    assert low < figures.median() < high


@pytest.mark.parametrize("level", ["district", "municipality", "province"])
def test_larger_areas_pool_the_counts_of_all_their_neighbourhoods(level, table):
    small, large = table("neighbourhood"), table(level).set_index("area_code")
    parent = ancestors(table, level)
    people = small.population.groupby(parent).sum()
    assert (people == large.population).all()
    for name in LEAVES:
        complete = small[f"{name}_status"].isin(["observed", "not_applicable"])
        whole = complete.groupby(parent).all() & large[name].notna()
        for column in (f"{name}_numerator", f"{name}_denominator"):
            pooled = small[column].groupby(parent).sum()[whole]
            assert pooled.to_numpy() == pytest.approx(large[column][whole].to_numpy(), rel=1e-9)


def test_larger_areas_also_count_neighbourhoods_whose_own_figure_is_hidden(table):
    small, large = table("neighbourhood"), table("province").set_index("area_code")
    shown = small.poor_households_denominator.groupby(ancestors(table, "province")).sum()
    assert (shown <= large.poor_households_denominator).all()
    assert shown.sum() < large.poor_households_denominator.sum()


def test_a_merged_municipality_is_the_sum_of_its_neighbourhoods(table):
    before, after = table("municipality", 2022), table("municipality", 2023)
    new = after[~after.area_code.isin(before.area_code)]
    gone = before[~before.area_code.isin(after.area_code)]
    assert (len(gone), len(new)) == (2, 1)
    small = table("neighbourhood", 2023)
    mine = small[small.area_code.str[2:6] == new.area_code.item()[2:6]]
    assert mine.population.sum() == new.population.item()
    assert new.population.item() == pytest.approx(gone.population.sum(), rel=0.05)


def test_a_small_area_loses_all_figures_of_a_domain_together(table):
    frame = table("neighbourhood")
    hidden = 0
    for domain in mdi.load_domains():
        names = [leaf.id for leaf in domain.leaves() if leaf.id in PEOPLE]
        suppressed = frame[[f"{name}_status" for name in names]] == "suppressed"
        inhabited = frame.population >= 20  # smaller ones may have no pupils at all
        together = suppressed[inhabited]
        assert (together.all(axis=1) == together.any(axis=1)).all()
        hidden += suppressed.to_numpy().sum()
    assert hidden > 0


def test_where_nobody_lives_nothing_about_people_applies_and_the_place_remains(table):
    frame = table("neighbourhood")
    empty = frame[frame.population == 0]
    assert len(empty) > 0
    assert (empty[[f"{name}_status" for name in PEOPLE]] == "not_applicable").all(axis=None)
    place = [f"{name}_status" for name in LEAVES if name not in PEOPLE]
    assert empty[place].isin(["observed", "missing"]).all(axis=None)


def test_few_cells_are_missing_and_hardly_any_in_larger_areas(table):
    def gaps(level):
        statuses = table(level)[[f"{name}_status" for name in LEAVES]]
        return (statuses != "observed").to_numpy().mean()

    assert 0.02 < gaps("neighbourhood") < 0.15
    assert gaps("municipality") < 0.01
    assert gaps("province") == 0


def test_sizes_are_skewed_with_some_empty_and_some_tiny_neighbourhoods(table):
    people = table("neighbourhood").population
    assert 600 < people.median() < 1100
    assert people.mean() > people.median()
    assert (people == 0).any()
    assert ((people > 0) & (people < 50)).any()


def test_neighbours_are_more_alike_than_strangers(sample, table):
    shapes = geodata.read_boundaries(
        sample / "boundaries_neighbourhood_2021.parquet", level="neighbourhood"
    )
    frame = table("neighbourhood")
    middle = np.array([[shape.centroid.x, shape.centroid.y] for shape in shapes.geometry])
    nearest = cKDTree(middle).query(middle, k=2)[1][:, 1]
    stranger = np.random.default_rng(1).permutation(len(middle))
    for name in ("poor_households", "self_rated_health", "woz_value", "heat_stress"):
        rank = frame[name].rank().to_numpy()
        near, far = (np.nanmean(np.abs(rank - rank[other])) for other in (nearest, stranger))
        assert near < 0.7 * far


def test_figures_agree_on_where_it_is_bad(table):
    frame = table("municipality")
    signs = {name: 1 if leaf.direction == "worse" else -1 for name, leaf in LEAVES.items()}
    worse = frame[list(LEAVES)].rank() * pd.Series(signs)
    together = worse.corr().to_numpy()[np.triu_indices(len(LEAVES), 1)]
    assert together.mean() > 0.3


def test_the_country_slowly_improves_but_not_everywhere(table):
    first, last = (table("municipality", year).set_index("area_code") for year in (2021, 2025))
    change = (last.poor_households - first.poor_households).dropna()
    assert change.mean() < 0
    assert (change > 0).any()
