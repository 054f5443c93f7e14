"""Areas nest in Dutch proportions, in groups that hang together."""

from itertools import pairwise

import numpy as np
import pytest
import shapely

from geodata.sample import make_country
from geodata.sample.hierarchy import municipalities_for, provinces_for

LEVELS = ["neighbourhood", "district", "municipality", "province"]


def test_a_country_of_the_size_of_the_netherlands_has_its_proportions():
    assert municipalities_for(14_500) == 342
    assert provinces_for(342) == 12


@pytest.mark.parametrize(("areas", "fewest"), [(30, 4), (60, 7), (300, 20), (100_000, 800)])
def test_a_country_of_any_size_has_several_municipalities_and_codes_for_them(areas, fewest):
    assert fewest <= municipalities_for(areas) <= 900
    assert 2 <= provinces_for(municipalities_for(areas)) <= 20


@pytest.mark.parametrize("areas", [30, 31, 60, 200])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_small_countries_nest_too(areas, seed):
    layers = make_country(areas, seed, range(2021, 2023)).vintages[-1].layers
    assert list(layers) == LEVELS
    sizes = [len(layer.codes) for layer in layers.values()]
    assert sizes[0] == areas
    assert sizes == sorted(sizes, reverse=True)
    assert len(set(sizes)) == 4
    assert all(shapely.coverage_is_valid(layer.geometry) for layer in layers.values())


def test_every_parent_exists_and_every_parent_has_children(country):
    for vintage in country.vintages:
        layers = list(vintage.layers.values())
        for small, large in pairwise(layers):
            assert set(small.parents) == set(large.codes)


def test_a_parent_is_the_exact_union_of_its_children(country):
    for vintage in country.vintages:
        layers = list(vintage.layers.values())
        for small, large in pairwise(layers):
            for code, shape in zip(large.codes, large.geometry, strict=True):
                children = small.geometry[small.parents == code]
                assert shapely.equals(shapely.coverage_union_all(children), shape)
                assert shape.area == pytest.approx(shapely.area(children).sum(), rel=1e-12)


def test_a_group_falls_apart_only_where_water_parts_it(country):
    layers = country.vintages[0].layers
    land = shapely.get_parts(shapely.coverage_union_all(layers["province"].geometry))
    for level in LEVELS[1:]:
        for shape in layers[level].geometry:
            parts = shapely.get_parts(shape)
            home = [int(np.flatnonzero(shapely.covers(land, part))[0]) for part in parts]
            assert len(set(home)) == len(home)
