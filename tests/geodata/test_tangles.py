"""A shape that crosses itself too often is known before anybody tries to repair it."""

from itertools import pairwise

import numpy as np
import pytest
import shapely

from geodata.tangles import crossings, is_tangled


def scribble(count):
    return shapely.polygons(np.random.default_rng(0).uniform(0, 1000, (count, 2)))


def counted_one_by_one(shape):
    points = shapely.get_coordinates(shape)
    lines = [shapely.LineString(pair) for pair in pairwise(points)]
    return sum(a.crosses(b) for i, a in enumerate(lines) for b in lines[:i])


def test_few_segments_are_counted_exactly():
    small = scribble(14)
    assert crossings(small) == counted_one_by_one(small) > 10


def test_many_are_estimated():
    large = scribble(150)
    assert crossings(large) == pytest.approx(counted_one_by_one(large), rel=0.2)


def test_a_bow_tie_crosses_itself_once_wherever_it_lies():
    tie = shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)])
    inside = shapely.GeometryCollection([shapely.MultiPolygon([tie]), shapely.Point(0, 0)])
    assert crossings(tie) == crossings(inside) == 1
    assert not is_tangled(tie)


def test_a_point_crosses_nothing():
    assert crossings(shapely.GeometryCollection([shapely.Point(0, 0)])) == 0


def test_a_scribble_is_a_tangle_and_a_wavy_circle_is_none():
    turn = np.linspace(0, 2 * np.pi, 5000, endpoint=False)
    radius = 1000 + 50 * np.sin(40 * turn)
    wavy = shapely.polygons(np.column_stack([radius * np.cos(turn), radius * np.sin(turn)]))
    assert is_tangled(scribble(5000))
    assert not is_tangled(wavy)
