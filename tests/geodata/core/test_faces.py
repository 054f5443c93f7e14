"""Areas as rings: what they tell of themselves is what a plain loop finds."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geodata.core.faces import Faces
from tests.geodata.core.conftest import begins, edges, flat_parts, spans

NUMBERS = st.integers(-9, 9)
POINTS = st.tuples(NUMBERS, NUMBERS)
RINGS = st.lists(POINTS, max_size=5)
TRIANGLES = st.tuples(POINTS, POINTS, POINTS).map(list)
AREAS = st.lists(st.lists(RINGS, max_size=3), max_size=5)

SQUARE, HOLE = [(0, 0), (4, 0), (4, 4), (0, 4)], [(1, 1), (1, 2), (2, 1)]
ISLAND = [(7, 7), (8, 7), (7, 8)]


def faces_of(areas):
    """Areas whose rings lie in memory one after the other."""
    points, rings, firsts = flat_parts(areas)
    return Faces(points, spans(rings), firsts)


def rings_of(faces):
    """The rings of each area as lists of points."""
    found = [[tuple(p) for p in faces.xy[b:e].tolist()] for b, e in faces.rings]
    return [found[first:last] for first, last in pairwise(faces.areas)]


@st.composite
def scattered(draw):
    """Areas whose rings lie in memory in any order, with other points between them."""
    areas = draw(AREAS)
    rings = [ring for area in areas for ring in area]
    points, where = [], {}
    for n in draw(st.permutations(range(len(rings)))):
        points += draw(st.lists(POINTS, max_size=2))
        where[n] = len(points), len(points) + len(rings[n])
        points += rings[n]
    spans_of_rings = np.array([where[n] for n in range(len(rings))], np.int64).reshape(-1, 2)
    xy = np.array(points, np.int64).reshape(-1, 2)
    return areas, Faces(xy, spans_of_rings, begins(map(len, areas)))


def plain_edges(areas):
    """From where to where each side of each area goes."""
    return [[(*a, *b) for ring in area for a, b in edges(ring)] for area in areas]


def edges_of(faces):
    """The edges of each area as lists."""
    found, firsts = faces.edges
    assert found.shape == (firsts[-1], 4)
    assert found.dtype == faces.xy.dtype
    rows = [tuple(row) for row in found.tolist()]
    return [rows[first:last] for first, last in pairwise(firsts)]


def test_a_square_with_a_hole_and_an_island():
    faces = faces_of([[SQUARE, HOLE], [ISLAND]])
    assert faces.corners.tolist() == [7, 3]
    assert edges_of(faces)[1] == [(7, 7, 8, 7), (8, 7, 7, 8), (7, 8, 7, 7)]
    assert rings_of(faces.only(np.array([1]))) == [[ISLAND]]


def test_an_area_gets_a_triangle_after_its_own_rings():
    corners = np.array([[(5, 5), (6, 5), (5, 6)], [(7, 7), (7, 8), (8, 7)]])
    found = faces_of([[SQUARE], [ISLAND]]).and_triangles(corners, np.array([1, 0]))
    assert rings_of(found) == [
        [SQUARE, [(7, 7), (7, 8), (8, 7)]],
        [ISLAND, [(5, 5), (6, 5), (5, 6)]],
    ]


def test_nothing_at_all_has_no_corners_and_no_edges():
    nothing, no_areas = faces_of([]), np.empty(0, np.int64)
    for faces in (nothing, faces_of([[SQUARE]]).only(no_areas)):
        assert len(faces.corners) == 0
        assert edges_of(faces) == []


def test_a_point_is_an_edge_from_itself_to_itself():
    """As rounding leaves a ring within one pixel."""
    assert edges_of(faces_of([[[(3, 4)]]])) == [[(3, 4, 3, 4)]]


def test_coordinates_may_be_fractions():
    faces = faces_of([[SQUARE]])
    found, _ = faces._replace(xy=faces.xy + 0.25).edges
    assert found[0].tolist() == [0.25, 0.25, 4.25, 0.25]


@given(scattered())
def test_corners_and_edges_are_those_of_all_rings_of_an_area(pair):
    areas, faces = pair
    assert faces.corners.tolist() == [sum(map(len, area)) for area in areas]
    assert edges_of(faces) == plain_edges(areas)


@given(scattered(), st.lists(st.integers(0, 99), max_size=6))
def test_some_of_the_areas_keep_their_rings_in_the_order_asked_for(pair, numbers):
    areas, faces = pair
    chosen = [number % len(areas) for number in numbers] if areas else []
    some = faces.only(np.array(chosen, np.int64))
    assert rings_of(some) == [areas[n] for n in chosen]
    assert edges_of(some) == plain_edges([areas[n] for n in chosen])


@given(scattered(), st.lists(st.tuples(TRIANGLES, st.integers(0, 99)), max_size=6))
def test_triangles_follow_the_rings_of_their_area_in_the_order_given(pair, triangles):
    areas, faces = pair
    triangles = [(ring, number % len(areas)) for ring, number in triangles] if areas else []
    corners = np.array([ring for ring, _ in triangles], np.int64).reshape(-1, 3, 2)
    owners = np.array([owner for _, owner in triangles], np.int64)
    found = faces.and_triangles(corners, owners)
    wanted = [
        [*area, *(ring for ring, owner in triangles if owner == n)] for n, area in enumerate(areas)
    ]
    assert rings_of(found) == wanted
    assert edges_of(found) == plain_edges(wanted)
    assert rings_of(faces) == areas
