"""The grid of the web: places, tiles and the zoom from which all areas fit."""

import numpy as np
import pytest
import shapely
from pyproj import Transformer

from geodata.tiles.grid import bounds, start_zoom, units, world


def test_the_world_is_a_square_with_its_middle_at_the_equator():
    assert np.allclose(world(np.array([[0.0, 0.0]])), 0.5)
    assert np.allclose(world(np.array([[-180.0, 90.0], [180.0, -90.0]])), [[0, 0], [1, 1]])


def test_places_are_where_web_mercator_has_them():
    places = np.array([[5.3872, 52.1552], [-70.1, -33.3], [0.1, 84.9]])
    x, y = Transformer.from_crs("OGC:CRS84", "EPSG:3857", always_xy=True).transform(*places.T)
    half = 6378137 * np.pi
    expected = np.column_stack((0.5 + x / half / 2, 0.5 - y / half / 2))
    assert np.allclose(world(places), expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("zoom", [0, 5, 12])
def test_a_tile_lies_where_its_bounds_say(zoom):
    west, south, east, north = bounds(zoom, (1 << zoom) // 2, (1 << zoom) // 3)
    corners = world(np.array([[west, north], [east, south]])) * 2**zoom
    first = np.array([(1 << zoom) // 2, (1 << zoom) // 3])
    assert np.allclose(corners, [first, first + 1])


@pytest.mark.parametrize(("areas", "zoom"), [(14_500, 5), (3_340, 4), (345, 2), (12, 0)])
def test_few_areas_begin_at_a_lower_zoom(areas, zoom):
    country = shapely.area(shapely.transform(shapely.box(4.2, 51.2, 6.6, 53.2), world))
    side = np.sqrt(country / areas)
    shapes = np.array([shapely.box(n * side, 0, (n + 1) * side, side) for n in range(2)])
    assert start_zoom(shapes, 12) == zoom


def test_units_double_with_every_zoom():
    assert units(0) == 4096
    assert units(12) == 2**24
