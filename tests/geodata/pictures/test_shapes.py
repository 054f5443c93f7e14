"""Polygons as paths: neighbours stay glued, holes stay holes."""

from dataclasses import replace

import numpy as np
import pytest
import shapely
from matplotlib.path import Path

import geodata
from geodata.pictures.frame import frame_of
from geodata.pictures.shapes import outlines_of, path_of
from tests.geodata.pictures.conftest import SIDE, SOUTH, WEST

UNITS = (0.01, 0.01)


def rings(path):
    """The rings of a path as arrays, without the closing point."""
    starts = np.flatnonzero(path.codes == Path.MOVETO)
    return [part[:-1] for part in np.split(path.vertices, starts[1:])]


def signed_area(ring):
    x, y = ring.T
    return 0.5 * float(x @ np.roll(y, -1) - y @ np.roll(x, -1))


def test_outer_rings_and_holes_turn_opposite_ways(country):
    path = path_of(country.geometry[:1], (WEST, SOUTH), UNITS)
    outer, hole = rings(path)
    assert signed_area(outer) > 0 > signed_area(hole)
    clockwise = shapely.reverse(country.geometry[:1])
    again = path_of(clockwise, (WEST, SOUTH), UNITS)
    assert [np.sign(signed_area(ring)) for ring in rings(again)] == [1, -1]


def test_a_path_has_a_ring_for_every_part(country):
    path = path_of(country.geometry, (WEST, SOUTH), UNITS)
    assert len(rings(path)) == 11 + 1 + 1  # areas with a shape, the lake, the island
    assert (path.codes == Path.CLOSEPOLY).sum() == 13


def test_points_lie_on_the_grid_and_neighbours_share_them():
    ragged = np.linspace(0, 1, 50)
    border = [(1000 + 30 * np.sin(40 * t), 1000 * t) for t in ragged]
    left = shapely.Polygon([(0, 0), *border, (0, 1000)])
    right = shapely.Polygon([(2000, 0), *border, (2000, 1000)])
    one, other = (path_of(np.array([s]), (0.0, 0.0), (0.02, 0.02)) for s in (left, right))
    shared = {tuple(p) for p in one.vertices} & {tuple(p) for p in other.vertices}
    assert len(shared) == len({tuple(p) for p in one.vertices}) - 2
    steps = one.vertices * 0.02 / 0.05
    np.testing.assert_allclose(steps, steps.round(), atol=1e-9)


def test_detail_that_cannot_be_seen_is_left_out_and_no_area_vanishes():
    t = np.linspace(0, 2 * np.pi, 5000)
    island = shapely.Polygon(np.c_[150_000 + 20_000 * np.cos(t), 450_000 + 20_000 * np.sin(t)])
    speck = shapely.box(180_000, 450_000, 180_010, 450_010)
    geometry = np.array([island, speck, None], dtype=object)
    codes = ("GM0001", "GM0002", "GM0003")
    shapes = geodata.Boundaries(None, None, "EPSG:28992", codes, codes, (None,) * 3, geometry)
    made = outlines_of(shapes, frame_of([shapes]), 450.0)
    assert shapely.get_num_coordinates(made.geometry[0]) < 1000
    assert made.geometry[0].area == pytest.approx(island.area, rel=1e-3)
    assert made.geometry[1].area > 0
    assert made.geometry[2] is None
    assert geometry[0] is island


def test_the_coast_is_around_the_land_and_not_between_areas(country):
    made = outlines_of(country, frame_of([country]), 450.0)
    coast = rings(made.coast)
    assert len(coast) == 4  # the land, the lake, the area without a shape, the island
    land = max(coast, key=lambda ring: abs(signed_area(ring)))
    assert signed_area(land) == pytest.approx(12 * SIDE**2, rel=1e-3)


@pytest.mark.parametrize("distance", [20.0, -5.0])
def test_neighbours_that_overlap_or_do_not_quite_touch_have_no_coast_between_them(
    country, distance
):
    neat = outlines_of(country, frame_of([country]), 450.0)
    shapes = replace(
        country, geometry=shapely.buffer(country.geometry, distance, join_style="mitre")
    )
    made = outlines_of(shapes, frame_of([shapes]), 450.0)
    assert len(rings(made.coast)) == len(rings(neat.coast))
