"""The country as a whole: land, water, and the same again from the same seed."""

import numpy as np
import pytest
import shapely

from geodata.sample import make_country

RD = (10_000, 305_000, 280_000, 620_000)


def shapes(country, vintage=0):
    return country.vintages[vintage].layers["neighbourhood"].geometry


def test_every_level_of_every_vintage_is_a_valid_coverage(country):
    for vintage in country.vintages:
        for layer in vintage.layers.values():
            assert shapely.is_valid(layer.geometry).all()
            assert shapely.coverage_is_valid(layer.geometry)


def test_there_are_islands_and_lakes(country):
    land = shapely.get_parts(shapely.coverage_union_all(shapes(country)))
    assert len(land) >= 3
    assert shapely.get_num_interior_rings(land).sum() >= 1


@pytest.mark.parametrize("areas", [60, 2000])
def test_the_country_lies_where_rd_new_is_valid(areas):
    west, south, east, north = shapely.total_bounds(
        shapes(make_country(areas, 5, range(2021, 2022)))
    )
    assert RD[0] < west < east < RD[2]
    assert RD[1] < south < north < RD[3]


def test_towns_have_smaller_neighbourhoods(country):
    small, large = np.quantile(country.hectares, [0.1, 0.9])
    assert large > 5 * small
    assert country.hectares.sum() == pytest.approx(shapely.area(shapes(country)).sum() / 1e4)


def test_the_same_arguments_give_the_same_country(country):
    again = make_country(300, seed=1, years=range(2021, 2026))
    for one, other in zip(country.vintages, again.vintages, strict=True):
        for level, layer in one.layers.items():
            assert (layer.codes == other.layers[level].codes).all()
            assert (layer.names == other.layers[level].names).all()
            assert shapely.equals_exact(layer.geometry, other.layers[level].geometry).all()


def test_another_seed_gives_another_country(country):
    other = make_country(300, seed=2, years=range(2021, 2022))
    assert not np.array_equal(country.sites, other.sites)


def test_the_vintage_of_a_year_is_the_newest_that_is_not_younger(country):
    first, second, third = country.vintages
    assert [country.at(year) for year in range(2021, 2026)] == [first, first, second, third, third]
