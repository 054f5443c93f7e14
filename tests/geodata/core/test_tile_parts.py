"""Cutting into tiles: a piece is what lies between two lines, and nothing is computed anew."""

from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.core.tile_parts import slabs
from tests.geodata.core.conftest import doubled, edges, flat_parts, spans

EXTENT, BUFFER, TILES = 10, 2, 4
GRID = np.array([EXTENT, BUFFER, EXTENT * TILES])
NUMBERS = st.integers(-15, 55)  # the world is from 0 to 40; shapes may leave it
RINGS = st.lists(st.tuples(NUMBERS, NUMBERS), min_size=1, max_size=8)
SHAPES = st.lists(st.lists(RINGS, max_size=3), max_size=4)


def cut(shapes, axis):
    """The rings of each piece, by shape and tile."""
    points, rings, parts = flat_parts(shapes)
    xy, ends, firsts, labels = slabs(points, spans(rings), parts, GRID, axis)
    assert len(firsts) == len(labels) + 1
    assert firsts[-1] == len(ends)
    found = {}
    for (shape, tile), (begin, end) in zip(labels.tolist(), spans(firsts), strict=True):
        assert end > begin
        found[shape, tile] = [[tuple(p) for p in xy[b:e].tolist()] for b, e in ends[begin:end]]
    assert list(found) == sorted(found)
    assert len(found) == len(labels)
    return found


def line(tile):
    """Where the content of a tile begins and ends, buffer included."""
    return tile * EXTENT - BUFFER, (tile + 1) * EXTENT + BUFFER


def prepared(ring):
    """A ring with a whole corner wherever it crosses a line, as rounding leaves it."""
    lines = [end for tile in range(-4, 8) for end in line(tile)]
    found = []
    for a, b in edges(ring):
        parts = [
            (end - a[axis]) / (b[axis] - a[axis])
            for axis in range(2)
            for end in lines
            if min(a[axis], b[axis]) < end < max(a[axis], b[axis])
        ]
        places = np.array(a) + np.multiply.outer(sorted(parts), np.subtract(b, a))
        found += [a, *map(tuple, places.round().astype(int).tolist())]
    return found


def steps_of(a, b):
    """The way from a to b in its smallest whole steps."""
    count = max(1, np.gcd(b[0] - a[0], b[1] - a[1]))
    way = [
        (a[0] + (b[0] - a[0]) * n // count, a[1] + (b[1] - a[1]) * n // count)
        for n in range(count + 1)
    ]
    return pairwise(way)


def covered(rings):
    """What rings cover, told by their sides in smallest steps; those to and fro cancel."""
    steps = Counter(step for ring in rings for side in edges(ring) for step in steps_of(*side))
    steps.subtract(Counter({(b, a): times for (a, b), times in steps.items()}))
    return +steps


def pushed(rings, low, high, axis):
    """Rings with all that lies beyond two lines pushed back onto them."""

    def onto(point):
        point = list(point)
        point[axis] = min(max(point[axis], low), high)
        return tuple(point)

    return [[onto(point) for point in ring] for ring in rings]


def test_a_square_over_two_tiles_is_cut_into_both_with_their_buffers():
    """Tiles of 10 units that show 2 of their neighbours: 0 ends at 12, 1 begins at 8."""
    square = [(5, 0), (8, 0), (12, 0), (15, 0), (15, 6), (12, 6), (8, 6), (5, 6)]
    assert cut([[square]], 0) == {
        (0, 0): [[(5, 0), (8, 0), (12, 0), (12, 6), (8, 6), (5, 6)]],
        (0, 1): [[(8, 0), (12, 0), (15, 0), (15, 6), (12, 6), (8, 6)]],
    }


def test_an_edge_along_the_other_axis_is_cut_at_a_whole_number():
    """Cutting into columns leaves long edges along their lines; rows cut these again."""
    tall = [(3, 3), (5, 3), (5, 25), (3, 25)]
    assert cut([[tall]], 1) == {
        (0, 0): [[(3, 3), (5, 3), (5, 12), (3, 12)]],
        (0, 1): [[(5, 8), (5, 22), (3, 22), (3, 8)]],
        (0, 2): [[(5, 18), (5, 25), (3, 25), (3, 18)]],
    }


def test_what_only_touches_a_tile_is_not_in_it():
    beside = [
        (12, 0),
        (18, 0),
        (18, 3),
        (18, 6),
        (12, 6),
        (12, 3),
    ]  # where tile 0 ends and tile 2 begins
    assert list(cut([[beside]], 0)) == [(0, 1)]


def test_a_ring_may_leave_the_world_but_there_are_no_tiles_there():
    wide = prepared([(-30, 4), (70, 4), (70, 6), (-30, 6)])
    assert list(cut([[wide]], 0)) == [(0, tile) for tile in range(TILES)]
    assert cut([[[(-9, 1), (-5, 1), (-5, 4)]]], 0) == {}


def test_shapes_without_rings_and_rings_without_corners_have_no_pieces():
    point, triangle = [(3, 3)], [(1, 1), (4, 1), (1, 4)]
    assert cut([[], [point], [triangle, point], []], 0) == {(2, 0): [triangle]}
    assert cut([], 1) == {}


def test_many_shapes_are_cut_as_each_of_them_alone():
    wide = [prepared([(-30, 4), (70, 4), (70, 6), (-30, 6)])]
    alone = cut([wide], 0)
    assert cut([wide] * 700, 0) == {
        (shape, tile): alone[0, tile] for shape in range(700) for tile in range(TILES)
    }


@settings(max_examples=300)
@given(SHAPES, st.integers(0, 1))
def test_a_piece_covers_what_is_left_when_all_beyond_its_tile_is_pushed_back(shapes, axis):
    shapes = [[prepared(ring) for ring in rings] for rings in shapes]
    found = cut(shapes, axis)
    for shape, rings in enumerate(shapes):
        for tile in range(TILES):
            low, high = line(tile)
            piece = found.pop((shape, tile), [])
            assert all(low <= point[axis] <= high for ring in piece for point in ring)
            assert covered(piece) == covered(pushed(rings, low, high, axis))
    assert not found


@st.composite
def areas(draw):
    """An area of squares and halves of squares, with holes and corners that touch."""
    cells = draw(st.sets(st.tuples(st.integers(-4, 10), st.integers(-4, 10)), max_size=40))
    halves = draw(st.sets(st.sampled_from(sorted(cells)))) if cells else set()
    return shapely.union_all([cell(x, y, (x, y) in halves) for x, y in sorted(cells)])


def cell(column, row, halved, side=4):
    x, y = side * column, side * row
    corners = [(x, y), (x + side, y), (x + side, y + side), (x, y + side)]
    return shapely.Polygon(corners[: 3 if halved else 4])


def rings_of(area):
    """The rings of an area, exteriors of positive sign, without the closing corner."""
    area = shapely.orient_polygons(shapely.force_2d(area))
    polygons = shapely.get_parts(area)
    lines = [ring for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]
    return [[tuple(map(int, point)) for point in ring.coords[:-1]] for ring in lines]


@settings(max_examples=150)
@given(st.lists(areas(), min_size=1, max_size=3), st.integers(0, 1))
def test_in_both_directions_pieces_have_the_surface_that_shapely_cuts(shapes, axis):
    first = cut([[prepared(ring) for ring in rings_of(area)] for area in shapes], axis)
    second = cut(list(first.values()), 1 - axis)
    found = defaultdict(float)
    for (part, across), rings in second.items():
        shape, along = list(first)[part]
        found[shape, along, across] = sum(doubled(ring) for ring in rings) / 2
    for shape, area in enumerate(shapes):
        for along in range(TILES):
            for across in range(TILES):
                (x0, x1), (y0, y1) = line(along), line(across)
                box = (x0, y0, x1, y1) if axis == 0 else (y0, x0, y1, x1)
                wanted = shapely.clip_by_rect(area, *box).area
                assert found.pop((shape, along, across), 0.0) == wanted
    assert not found
