"""Tidy rings: simple, holes after their exterior, and covering what was covered before."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.core.tile_rings import tidy
from tests.geodata.core.conftest import doubled, edges, flat_parts, spans

SIDE = 6  # squares along a side of the areas made here
PLACES = st.sampled_from(  # how much higher than wide a unit is, and where they begin
    [(1, 0, 0), (1, -1000, 5), (1, 2**28, -(2**28)), (2**27, 3, -(2**28))]
)
NOWHERE = (-(2**30),) * 4
HALVES = [(0, 1, 2), (0, 2, 3), (0, 1, 3), (1, 2, 3)]  # corners of squares
KINDS = st.sampled_from([(), (), (0, 1, 2, 3), (0, 1, 2, 3), *HALVES])


def tidied(parts, boxes=None):
    """The tidy rings of each part."""
    points, rings, firsts = flat_parts(parts)
    boxes = np.array(boxes or [NOWHERE] * len(parts), np.int64).reshape(-1, 4)
    xy, begins, firsts = tidy(points, spans(rings), firsts, boxes)
    assert begins[0] == firsts[0] == 0
    assert begins[-1] == len(xy)
    assert firsts[-1] == len(begins) - 1
    found = [[tuple(p) for p in xy[b:e].tolist()] for b, e in pairwise(begins)]
    return [found[first:last] for first, last in pairwise(firsts)]


def shape_of(rings):
    """Tidy rings as a shape: an exterior is positive, and the holes after it are in it."""
    polygons = []
    for ring in rings:
        assert len(set(ring)) == len(ring)
        assert doubled(ring) != 0
        if doubled(ring) > 0:
            polygons.append([ring, []])
        else:
            polygons[-1][1].append(ring)
    made = shapely.MultiPolygon([shapely.Polygon(*polygon) for polygon in polygons])
    assert made.is_valid, shapely.is_valid_reason(made)
    return made


def check(rings, wanted):
    """Rings are tidy and cover what is wanted, no more and no less."""
    assert shapely.symmetric_difference(shape_of(rings), wanted).area == 0


def cell(place, kind):
    """A square of the area with a side of one, or one of its halves: a ring of positive sign."""
    y, x = divmod(place, SIDE)
    corners = [(x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1)]
    return [corners[n] for n in kind]


@st.composite
def areas(draw):
    """Some rings beside each other: squares and triangles that touch along sides and corners."""
    kinds = draw(st.lists(KINDS, max_size=SIDE * SIDE) | st.lists(KINDS, min_size=20, max_size=36))
    return [cell(place, kind) for place, kind in enumerate(kinds) if kind]


def moved(ring, place):
    high, east, south = place
    return [(x + east, high * y + south) for x, y in ring]


def moved_back(ring, place):
    high, east, south = place
    return [(x - east, (y - south) // high) for x, y in ring]


def polygon_rings(shape):
    """The rings of a shape with a corner at every whole point, exteriors positive."""
    rings = []
    for polygon in shapely.get_parts(shapely.orient_polygons(shape)):
        for line in (polygon.exterior, *polygon.interiors):
            ring = [tuple(map(int, point)) for point in line.coords[:-1]]
            rings.append([step for a, b in edges(ring) for step in steps(a, b)])
    return rings


def steps(a, b):
    """Whole points from a to before b."""
    count = np.gcd(b[0] - a[0], b[1] - a[1])
    return [
        tuple(p + (q - p) * n // count for p, q in zip(a, b, strict=True)) for n in range(count)
    ]


SQUARE = [(0, 0), (4, 0), (4, 4), (0, 4)]


def test_a_simple_ring_stays_as_it_is():
    assert tidied([[SQUARE]]) == [[SQUARE]]


def test_a_tail_that_runs_to_and_fro_is_gone():
    (rings,) = tidied([[[(0, 0), (4, 0), (9, 0), (4, 0), (4, 4), (0, 4)]]])
    check(rings, shapely.Polygon(SQUARE))
    assert (9, 0) not in rings[0]


def test_a_ring_pinched_in_its_middle_becomes_two():
    (rings,) = tidied([[[(0, 0), (2, 2), (4, 0), (4, 4), (2, 2), (0, 4)]]])
    assert sorted(sorted(ring) for ring in rings) == [
        [(0, 0), (0, 4), (2, 2)],
        [(2, 2), (4, 0), (4, 4)],
    ]


def test_a_ring_that_closes_around_a_hole_is_parted_from_it():
    """A horseshoe whose ends meet at (2, 0): a square and a hole that touches it there."""
    (rings,) = tidied([[[(0, 0), (2, 0), (1, 2), (3, 2), (2, 0), (4, 0), (4, 4), (0, 4)]]])
    outside, hole = rings
    assert set(outside) == {*SQUARE, (2, 0)}
    assert set(hole) == {(2, 0), (1, 2), (3, 2)}
    assert doubled(hole) == -4


def test_two_rings_with_a_common_border_become_one():
    (rings,) = tidied([[SQUARE, [(4, 0), (8, 0), (8, 4), (4, 4)]]])
    check(rings, shapely.box(0, 0, 8, 4))
    assert len(rings) == 1


def test_a_hole_follows_the_smallest_exterior_around_it():
    def square(low, high, sign):
        return [(low, low), (high, low), (high, high), (low, high)][::sign]

    rings = [square(low, 30 - low, 1 if low % 2 == 0 else -1) for low in (3, 2, 1, 4, 0, 5)]
    (found,) = tidied([rings])
    follows = dict(pairwise(min(ring)[0] for ring in found))
    assert [follows[low] for low in (0, 2, 4)] == [1, 3, 5]


def test_lines_that_were_cut_along_cancel_even_where_one_has_more_corners():
    """Two teeth of a comb whose back was cut away at x = 4, where one edge passes both."""
    comb = [(0, 0), (4, 0), (4, 6), (0, 6), (0, 4), (4, 4), (4, 3), (0, 3)]
    (rings,) = tidied([[comb]], [(-9, -9, 4, 9)])
    check(rings, shapely.union(shapely.box(0, 0, 4, 3), shapely.box(0, 4, 4, 6)))
    assert len(rings) == 2


@pytest.mark.parametrize(
    "rings",
    [[], [[(3, 3)]], [[(0, 0), (4, 4)]], [[(0, 0), (4, 0), (2, 0)]], [SQUARE, SQUARE[::-1]]],
)
def test_what_covers_nothing_has_no_rings(rings):
    assert tidied([rings, [SQUARE], rings]) == [[], [SQUARE], []]


def test_nothing_at_all_stays_nothing():
    assert tidied([]) == []


@settings(max_examples=300)
@given(st.lists(areas(), min_size=1, max_size=3), PLACES)
def test_rings_beside_each_other_cover_their_union(parts, place):
    parts = [[moved(ring, place) for ring in rings] for rings in parts]
    for found, rings in zip(tidied(parts), parts, strict=True):
        check(found, shapely.union_all([shapely.Polygon(ring) for ring in rings]))


@st.composite
def with_tails(draw):
    """The rings of an area, some with tails to and fro, and the area."""
    area = shapely.union_all([shapely.Polygon(ring) for ring in draw(areas())])
    rings = polygon_rings(area)
    for _ in range(draw(st.integers(0, 6)) if rings else 0):
        ring = draw(st.sampled_from(rings))
        place = draw(st.integers(0, len(ring) - 1))
        there = draw(st.lists(st.tuples(*[st.integers(-3, SIDE + 3)] * 2), max_size=3))
        ring[place:place] = [ring[place], *there, *there[-2::-1]]
    return rings, area


@settings(max_examples=300)
@given(with_tails(), PLACES)
def test_tails_and_touching_corners_change_nothing_of_what_is_covered(pair, place):
    rings, area = pair
    (found,) = tidied([[moved(ring, place) for ring in rings]])
    check([moved_back(ring, place) for ring in found], area)


def pushed(ring, box):
    """A ring with all that lies beyond a box pushed back onto its sides, as cutting does."""
    west, north, east, south = box
    return [(min(max(x, west), east), min(max(y, north), south)) for x, y in ring]


def on_one_line(points, box):
    """Whether points lie on one of the lines that were cut along."""
    return any(all(p[side % 2] == box[side] for p in points) for side in range(4))


@st.composite
def cut_rings(draw):
    """The rings of an area cut along a box, with few corners on its sides; area and box."""
    area = shapely.union_all([shapely.Polygon(ring) for ring in draw(areas())])
    west, north = (draw(st.integers(-1, SIDE - 2)) for _ in range(2))
    east, south = (low + draw(st.integers(1, SIDE)) for low in (west, north))
    box = west, north, east, south
    rings = [pushed(ring, box) for ring in polygon_rings(area)]
    for ring in rings:
        for place in range(len(ring) - 2, 0, -1):
            if on_one_line(ring[place - 1 : place + 2], box) and draw(st.booleans()):
                del ring[place]
    return rings, shapely.intersection(area, shapely.box(*box)), box


@settings(max_examples=300)
@given(st.lists(cut_rings(), min_size=1, max_size=3))
def test_rings_that_were_cut_cover_what_lies_in_the_box(parts):
    found = tidied([rings for rings, _, _ in parts], [box for _, _, box in parts])
    for rings, (_, wanted, _) in zip(found, parts, strict=True):
        check(rings, wanted)


def test_a_ring_may_be_pinched_a_hundred_times():
    forth = [corner for n in range(100) for corner in ((n, n), (n + 1, n))]
    back = [corner for n in range(100, 0, -1) for corner in ((n, n), (n - 1, n))]
    (rings,) = tidied([[forth + back]])
    check(rings, shapely.union_all([shapely.box(n, n, n + 1, n + 1) for n in range(100)]))
    assert len(rings) == 100


def test_a_side_along_a_cut_may_meet_the_corners_of_a_hundred_holes():
    holes = [[(0, n), (1, n + 1), (2, n)] for n in range(1, 200, 2)]
    square = [(0, 0), (9, 0), (9, 300), (0, 300)]
    (rings,) = tidied([[square, *holes]], [(0, -9, 99, 999)])
    check(rings, shapely.Polygon(square, holes))
    assert len(rings) == 101
    assert sum(map(len, rings)) == 4 + 100 + 300


def test_many_parts_are_tidied_as_each_of_them_alone():
    rings = [cell(place, HALVES[place % 3]) for place in range(SIDE * SIDE)]
    (alone,) = tidied([rings])
    assert tidied([rings] * 50) == [alone] * 50
