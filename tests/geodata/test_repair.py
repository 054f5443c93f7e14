"""Shapes are made sound, and it is said."""

import numpy as np
import pytest
import shapely

from geodata.errors import BoundaryError
from geodata.repair import repair

BOW_TIE = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
SPIKE = shapely.Polygon([(0, 0), (2, 0), (2, 2), (0, 2), (0, 0), (-5, -5), (0, 0)])
SOUND = shapely.box(0, 0, 1, 1)


def repaired(*shapes):
    codes = [f"GM{n:04}" for n in range(len(shapes))]
    return repair(np.array(shapes, dtype=object), codes)


def test_sound_shapes_are_left_alone():
    geometry, notes = repaired(SOUND, shapely.MultiPolygon([SOUND]))
    assert shapely.equals_exact(geometry[0], SOUND)
    assert geometry[1].geom_type == "MultiPolygon"
    assert notes == []


def test_a_bow_tie_becomes_two_triangles():
    geometry, notes = repaired(SOUND, BOW_TIE)
    assert geometry[1].is_valid
    assert geometry[1].area == pytest.approx(2.0)
    assert notes == ["1 shape invalid, repaired: GM0001"]


def test_parts_that_overlap_are_joined_and_leave_no_hole():
    geometry, _ = repaired(shapely.MultiPolygon([shapely.box(0, 0, 2, 2), shapely.box(1, 1, 3, 3)]))
    assert geometry[0].area == pytest.approx(7.0)


def test_a_spike_loses_its_line():
    geometry, _ = repaired(SPIKE)
    assert geometry[0].geom_type == "Polygon"
    assert geometry[0].area == pytest.approx(4.0)


def test_a_collection_keeps_its_polygons_only():
    nested = shapely.GeometryCollection(
        [
            shapely.MultiPolygon([SOUND]),
            shapely.box(5, 5, 6, 6),
            shapely.LineString([(0, 0), (9, 9)]),
        ]
    )
    geometry, _ = repaired(nested)
    assert geometry[0].geom_type == "MultiPolygon"
    assert geometry[0].area == pytest.approx(2.0)


def test_an_area_without_a_shape_stays_an_area():
    geometry, notes = repaired(None, shapely.Polygon(), SOUND)
    assert geometry[0] is None
    assert geometry[1] is None
    assert notes == ["2 shapes empty, kept as areas without one: GM0000, GM0001"]


def test_height_is_left_out():
    geometry, _ = repaired(shapely.Polygon([(0, 0, 5), (1, 0, 5), (1, 1, 5)]))
    assert not geometry[0].has_z


def test_points_and_lines_are_no_areas():
    with pytest.raises(BoundaryError) as caught:
        repaired(SOUND, shapely.Point(1, 1), shapely.LineString([(0, 0), (1, 1)]))
    assert caught.value.problems == ("GM0001 is a Point, GM0002 is a LineString",)


def test_the_given_shapes_are_not_changed():
    given = np.array([BOW_TIE], dtype=object)
    repair(given, ["GM0001"])
    assert given[0] is BOW_TIE
