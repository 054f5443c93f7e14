"""Rows of water and of abroad, as CBS marks them."""

import numpy as np
import pytest
import shapely

from geodata.described import Described
from geodata.layer import Layer
from geodata.water import without_water

LAND, LAKE, SEA, ABROAD = (shapely.box(1000 * n, 0, 1000 * n + 1000, 1000) for n in range(4))


def layer(mark="WATER"):
    columns = {
        "gm_code": ["GM9101", "GM9101", "GM9199", "GM0998"],
        mark: ["NEE", "JA", "ja", "B"],
    }
    arrays = {name: np.array(values, dtype=object) for name, values in columns.items()}
    return Layer(arrays, np.array([LAND, LAKE, SEA, ABROAD], dtype=object), "EPSG:28992")


@pytest.mark.parametrize("mark", ["WATER", "H2O", "water"])
def test_water_and_abroad_are_left_out(mark):
    land = without_water(layer(mark), Described())
    assert land.text("gm_code") == ["GM9101"]
    assert land.geometry[0].equals(LAND)
    assert land.notes == (
        f"rows of water left out ({mark}): 2",
        f"rows abroad left out ({mark}): 1",
    )


def test_water_is_joined_to_the_land_of_the_same_code():
    given = layer()
    land = without_water(given, Described(water="dissolve"))
    assert land.text("gm_code") == ["GM9101"]
    assert land.geometry[0].equals(shapely.box(0, 0, 2000, 1000))
    assert land.notes == (
        "rows of water joined to land (WATER): 1",
        "rows of water left out (WATER): 1",
        "rows abroad left out (WATER): 1",
    )
    assert given.geometry[0] is LAND


def test_a_lake_that_is_a_bow_tie_is_joined_all_the_same():
    given = layer()
    given.geometry[1] = shapely.Polygon([(1000, 0), (2000, 1000), (2000, 0), (1000, 1000)])
    land = without_water(given, Described(water="dissolve"))
    assert land.geometry[0].area == pytest.approx(1_500_000)


def test_a_layer_without_water_is_left_alone():
    given = layer().rows(np.array([True, False, False, False]))
    assert without_water(given, Described()) is given
