"""Triangles that change hands: free, in one area or in none, and straying least of all."""

from collections import Counter

import numpy as np
import pytest
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from geodata.core.tile_room import choose
from tests.geodata.core.conftest import doubled, edges

SIDE = 8  # units along the areas made here
OPEN = (4096, 64, 8192)  # no line where a tile ends is near
AWAY = 100  # where the areas made here begin
ENDLESS = 2**62
POINTS = st.tuples(st.integers(0, SIDE), st.integers(0, SIDE))
STRAYS = st.sampled_from([0.1, 0.5, 0.8, 2.0])


class Coverage:
    """Areas made of triangles between whole points, without overlap; number -1 is outside."""

    def __init__(self, triangles, owners):
        self.outside = max(owners, default=-1) + 1
        self.borders = []
        self.shapes = []
        for area in range(self.outside):
            own = [t for t, owner in zip(triangles, owners, strict=True) if owner == area]
            self.borders += [(*a, *b, area) for a, b in left_of(own)]
            self.shapes.append(shapely.union_all([shapely.Polygon(t) for t in own]))

    @property
    def twice(self):
        """Twice the surface of each area, and of what is outside."""
        return [round(2 * shape.area) for shape in self.shapes] + [ENDLESS]

    def giver(self, triangle):
        """The area that a triangle lies in, or none; None where it lies in more."""
        polygon = shapely.Polygon(triangle)
        cut = [
            n for n, s in enumerate(self.shapes) if shapely.relate_pattern(s, polygon, "T********")
        ]
        if not cut:
            return self.outside
        return cut[0] if shapely.covers(self.shapes[cut[0]], polygon) else None

    def free(self, triangle):
        """Whether no border runs through a triangle, ends on it, or passes one of its corners."""
        polygon = shapely.Polygon(triangle)
        for x0, y0, x1, y1, _ in self.borders:
            ends = {(x0, y0), (x1, y1)}
            line = shapely.LineString([(x0, y0), (x1, y1)])
            if any(shapely.intersects(polygon, shapely.Point(end)) for end in ends - set(triangle)):
                return False
            if any(shapely.intersects(line, shapely.Point(p)) for p in set(triangle) - ends):
                return False
            if shapely.relate_pattern(line, polygon, "T********"):
                return False
        return True

    def touches(self, triangle):
        """Whether a corner of a triangle is the corner of an area."""
        return not {(x, y) for x, y, *_ in self.borders}.isdisjoint(triangle)


def left_of(triangles):
    """The sides of triangles that no other one of them has the other way round."""
    sides = Counter(side for triangle in triangles for side in edges(triangle))
    return [(a, b) for a, b in sides if (b, a) not in sides]


def turned(triangle):
    """The same triangle, of positive sign."""
    return triangle if doubled(triangle) > 0 else triangle[::-1]


def chosen(coverage, candidates, strays, taker, most=9.0, *, twice=None, grid=OPEN, apart=False):
    """What the kernel chooses."""
    borders = np.array(coverage.borders, np.int64).reshape(-1, 5)
    corners = np.array(candidates, np.int64).reshape(-1, 3, 2)
    areas = np.array(twice or coverage.twice, np.int64)
    found = choose(
        corners,
        np.array(strays, float),
        most,
        (borders, borders),
        areas,
        taker,
        np.array(grid),
        apart,
    )
    return tuple(map(int, found))


def plainly_chosen(coverage, candidates, strays, taker, most, twice, *, apart):
    """Of all triangles that may be given away the first of those that stray least."""
    best = -1, -1
    for n, (triangle, stray) in enumerate(zip(candidates, strays, strict=True)):
        if stray < most and coverage.free(triangle):
            giver = coverage.giver(triangle)
            assert giver is not None  # what no border crosses is in one area or in none
            meant = giver == -1 - taker if taker < 0 else giver != taker
            rest = twice[giver] > doubled(triangle)
            if meant and rest and not (apart and coverage.touches(triangle)):
                best, most = (n, giver), stray
    return best


@st.composite
def coverages(draw, most=9):
    """Areas made of the triangles between some whole points, some of them outside."""
    points = draw(st.lists(POINTS, min_size=3, max_size=most, unique=True))
    made = shapely.delaunay_triangles(shapely.MultiPoint(points))
    rings = [part.exterior.coords[:-1] for part in made.geoms]
    triangles = [turned([(AWAY + int(x), AWAY + int(y)) for x, y in ring]) for ring in rings]
    owners = draw(st.lists(st.integers(-1, 2), min_size=len(rings), max_size=len(rings)))
    names = {owner: n for n, owner in enumerate(sorted({*owners} - {-1}))}
    return Coverage(triangles, [names.get(owner, -1) for owner in owners])


@st.composite
def candidates(draw, coverage):
    """Triangles between whole points and the corners of areas, and how far each strays."""
    corners = [(x, y) for x, y, *_ in coverage.borders] or [(AWAY, AWAY)]
    places = POINTS.map(lambda p: (p[0] + AWAY, p[1] + AWAY)) | st.sampled_from(corners)
    rings = draw(st.lists(st.tuples(places, places, places).map(list), max_size=30))
    for x, y in draw(st.lists(st.sampled_from(corners), max_size=4)):  # on one of the sides
        a, b, tip = draw(st.integers(-2, 2)), draw(st.integers(-2, 2)), draw(places)
        rings.append([(x - a, y - b), (x + a, y + b), tip])
    x, y = draw(places)
    rings += [[(x + a, y + b), (x + a + 1, y + b), (x + a, y + b + c)] for a, b, c in SMALL]
    rings = [turned(ring) for ring in rings if doubled(ring)]
    return rings, draw(st.lists(STRAYS, min_size=len(rings), max_size=len(rings)))


SMALL = [(a, b, c) for a in range(-2, 3) for b in range(-2, 3) for c in (-1, 1)]

# Two squares beside each other, one of them cut in halves: 0 | 1 and 2, outside around them.
WEST = [[(2, 2), (6, 2), (6, 6)], [(2, 2), (6, 6), (2, 6)]]
EAST = [[(6, 2), (10, 2), (10, 6)], [(6, 2), (10, 6), (6, 6)]]
SQUARES = Coverage([*WEST, *EAST], [0, 0, 1, 2])


def test_the_triangle_that_strays_least_is_chosen_among_those_that_are_free():
    """The first one lies across the border at x = 6, the second is free, the third strays more."""
    across, inside, beside = (
        [(5, 3), (7, 3), (5, 4)],
        [(3, 3), (4, 3), (3, 4)],
        [(0, 0), (1, 0), (0, 1)],
    )
    triangles = [across, inside, beside]
    assert chosen(SQUARES, triangles, [0.1, 0.2, 0.3], taker=1) == (1, 0)
    assert chosen(SQUARES, triangles, [0.1, 0.4, 0.3], taker=1) == (2, 3)
    assert chosen(SQUARES, triangles, [0.1, 0.2, 0.3], taker=1, most=0.2) == (-1, -1)


def test_of_triangles_that_stray_alike_the_first_is_chosen():
    triangles = [[(3, 3), (4, 3), (3, 4)], [(4, 4), (5, 4), (4, 5)]]
    assert chosen(SQUARES, triangles, [0.5, 0.5], taker=1) == (0, 0)


def test_an_area_takes_from_any_other_and_what_is_outside_from_one_alone():
    inside = [[(3, 3), (4, 3), (3, 4)]]
    givers = {taker: chosen(SQUARES, inside, [0.1], taker)[1] for taker in (0, 1, -1, -2)}
    assert givers == {0: -1, 1: 0, -1: 0, -2: -1}


def test_an_area_never_gives_all_that_it_has():
    half = [[(6, 2), (10, 2), (10, 6)]]
    assert chosen(SQUARES, half, [0.1], taker=0) == (-1, -1)
    assert chosen(SQUARES, half, [0.1], taker=0, twice=[32, 17, 16, ENDLESS]) == (0, 1)


@pytest.mark.parametrize(
    "triangle",
    [
        [(5, 3), (7, 3), (5, 4)],  # a border runs through it
        [(1, 1), (11, 1), (6, 11)],  # areas lie in it
        [(6, 3), (5, 4), (5, 3)],  # one of its corners lies on a border
        [(2, 1), (3, 0), (4, 3)],  # a border cuts off one of its corners
        [(1, 3), (1, 1), (3, 1)],  # a corner of an area lies on one of its sides
        [(2, 0), (3, 4), (2, 4)],  # one of its sides runs along a border and farther
    ],
)
def test_a_triangle_that_meets_a_border_elsewhere_than_at_both_their_corners_is_not_free(triangle):
    assert not SQUARES.free(triangle)
    assert chosen(SQUARES, [turned(triangle)], [0.1], taker=1) == (-1, -1)
    assert chosen(SQUARES, [turned(triangle)], [0.1], taker=0) == (-1, -1)


def test_a_triangle_may_lie_between_corners_along_a_border():
    assert chosen(SQUARES, [[(6, 6), (2, 6), (3, 5)]], [0.1], taker=1) == (0, 0)
    assert chosen(SQUARES, [[(2, 6), (6, 6), (3, 7)]], [0.1], taker=1) == (0, 3)


def test_apart_from_all_borders_means_that_no_corner_is_theirs():
    touching = [(2, 2), (3, 3), (3, 4)]
    assert chosen(SQUARES, [touching], [0.1], taker=1) == (0, 0)
    assert chosen(SQUARES, [touching], [0.1], taker=1, apart=True) == (-1, -1)
    assert chosen(SQUARES, [[(3, 4), (4, 4), (3, 5)]], [0.1], taker=1, apart=True) == (0, 0)


def test_a_hole_is_what_is_outside():
    ring = [(0, 0), (9, 0), (9, 9), (0, 9)]
    hole = [(3, 3), (3, 6), (6, 6), (6, 3)]
    frame = Coverage([], [])
    frame.outside = 1
    frame.borders = [(*a, *b, 0) for each in (ring, hole) for a, b in edges(each)]
    small = [[(4, 4), (5, 4), (4, 5)], [(1, 1), (2, 1), (1, 2)]]
    assert chosen(frame, small[:1], [0.1], 0, twice=[144, ENDLESS]) == (0, 1)
    assert chosen(frame, small[1:], [0.1], -1, twice=[144, ENDLESS]) == (0, 0)
    assert chosen(frame, small, [0.1, 0.2], -1, twice=[144, ENDLESS]) == (1, 0)


@settings(max_examples=300)
@given(st.data(), st.booleans(), st.sampled_from([0.3, 1.0, 9.0]))
def test_the_choice_is_that_of_trying_all(data, apart, most):
    coverage = data.draw(coverages())
    triangles, strays = data.draw(candidates(coverage))
    taker = data.draw(
        st.integers(-coverage.outside, coverage.outside - 1) if coverage.outside else st.just(0)
    )
    twice = [data.draw(st.integers(1, whole)) for whole in coverage.twice[:-1]] + [ENDLESS]
    assume(coverage.outside or taker == 0)
    found = chosen(coverage, triangles, strays, taker, most, twice=twice, apart=apart)
    assert found == plainly_chosen(coverage, triangles, strays, taker, most, twice, apart=apart)


def lies_within(triangle, extent, buffer, world):
    """Whether no line on which some tile's content ends runs between a triangle's corners."""
    for numbers in zip(*triangle, strict=True):
        low, high = min(numbers), max(numbers)
        if low < 0 or high > world:
            return False
        lines = [n * extent + side for n in range(-1, 9) for side in (-buffer, buffer)]
        if any(low < line < high for line in lines):
            return False
    return True


def test_a_triangle_is_not_cut_by_a_line_where_a_tile_ends():
    """Tiles of 16 units that show 2 of their neighbours: lines at 2, 14, 18 and 30."""
    grid, nothing = (16, 2, 32), Coverage([], [])
    beside = [(12, 5), (14, 5), (12, 6)]
    across = [(13, 5), (15, 5), (13, 6)]
    outside = [(31, 5), (33, 5), (31, 6)]
    assert chosen(nothing, [beside], [0.1], 0, twice=[0, ENDLESS], grid=grid) == (0, 1)
    assert chosen(nothing, [across], [0.1], 0, twice=[0, ENDLESS], grid=grid) == (-1, -1)
    assert chosen(nothing, [outside], [0.1], 0, twice=[0, ENDLESS], grid=grid) == (-1, -1)


CORNERS = st.tuples(st.integers(-2, 34), st.integers(-2, 34), *[st.integers(-9, 9)] * 4).map(
    lambda n: [(n[0], n[1]), (n[0] + n[2], n[1] + n[3]), (n[0] + n[4], n[1] + n[5])]
)


@settings(max_examples=300)
@given(CORNERS.filter(doubled), st.sampled_from([(16, 2, 32), (8, 1, 64), (10, 3, 30)]))
def test_triangles_lie_in_the_world_and_in_the_content_of_every_tile_or_beside_it(triangle, grid):
    nothing = Coverage([], [])
    found = chosen(nothing, [turned(triangle)], [0.1], 0, twice=[0, ENDLESS], grid=grid)
    assert found == ((0, 1) if lies_within(triangle, *grid) else (-1, -1))
