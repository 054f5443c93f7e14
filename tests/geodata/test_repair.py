"""Shapes are made sound, and it is said."""

import numpy as np
import pytest
import shapely

from geodata.errors import BoundaryError
from geodata.repair import mend, repair

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
    geometry, notes = repaired(nested)
    assert geometry[0].geom_type == "MultiPolygon"
    assert geometry[0].area == pytest.approx(2.0)
    assert notes == ["1 shape of mixed kinds, polygons kept: GM0000"]


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


def test_a_shape_that_no_memory_can_repair_is_refused_at_once():
    scribble = shapely.polygons(np.random.default_rng(0).uniform(0, 1000, (5000, 2)))
    with pytest.raises(BoundaryError, match="1 shape cannot be repaired") as caught:
        repaired(SOUND, scribble)
    assert caught.value.problems == ("GM0001",)


@pytest.mark.parametrize("number", [np.nan, np.inf])
def test_coordinates_that_are_no_numbers_cannot_be_repaired(number):
    with np.errstate(invalid="ignore"):
        wrong = shapely.polygons([(0, 0), (1, number), (1, 1), (0, 0)])
    with pytest.raises(BoundaryError, match="cannot be repaired"):
        repaired(SOUND, wrong)


def test_what_was_done_is_told_shape_by_shape():
    line = shapely.LineString([(0, 0), (1, 1)])
    given = [SOUND, BOW_TIE, None, line, shapely.GeometryCollection([SOUND, line])]
    mended = mend(np.array(given, dtype=object))
    masks = [mended.invalid, mended.empty, mended.flat, mended.mixed, mended.hopeless]
    assert [np.flatnonzero(mask).tolist() for mask in masks] == [[1], [2], [3], [4], []]
    assert shapely.is_missing(mended.geometry).tolist() == [False, False, True, True, False]


def test_the_given_shapes_are_not_changed():
    given = np.array([BOW_TIE], dtype=object)
    repair(given, ["GM0001"])
    assert given[0] is BOW_TIE
