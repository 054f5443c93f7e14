"""Rounding to whole numbers: borders pass through the pixels they share, and never cross."""

from collections import Counter
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

import numpy as np
import shapely
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from geodata.core.tile_nodes import bins_of, cut, snap
from geodata.ragged import Ragged
from tests.geodata.core.conftest import edges, flat

HALF = Fraction(1, 2)
GRIDS = st.sampled_from([(8, 1), (16, 2), (10, 3), (4096, 64)])
SIXTEENTHS = st.integers(-160, 160).map(lambda n: n / 16)  # kernels compute these exactly
HALVES = st.integers(-12, 12).map(lambda n: n / 2)  # many lie on the sides of pixels
LARGE = st.integers(-(2**26), 2**26).map(lambda n: n / 4)
DECIMALS = st.floats(-1000, 1000)
PER_BIN = st.sampled_from([0.1, 2.0, 50.0])


def rings_of(numbers, most=10):
    """Closed rings of any form."""
    points = st.lists(st.tuples(numbers, numbers), min_size=1, max_size=most)
    return st.lists(points.map(lambda ring: [*ring, ring[0]]), min_size=1, max_size=4)


def split(xy, begins):
    return [[tuple(point) for point in xy[b:e].tolist()] for b, e in pairwise(begins)]


def was_cut(rings, extent, buffer):
    return split(*cut(*flat(rings, float), extent, buffer))


def snapped(rings, per_bin=2.0):
    xy, begins = flat(rings, float)
    return split(*snap(xy, begins, *bins_of(xy, per_bin)))


def lines(a, b, extent, buffer):
    """The lines strictly between two coordinates on which some tile's content ends."""
    low, high = min(a, b), max(a, b)
    tiles = range(floor(low / extent) - 2, ceil(high / extent) + 3)
    found = [tile * extent + side for tile in tiles for side in (-buffer, buffer)]
    return [line for line in found if low < line < high]


def at(a, b, part):
    """The exact point at a part of the way from a to b."""
    return tuple(
        Fraction(p) + part * (Fraction(q) - Fraction(p)) for p, q in zip(a, b, strict=True)
    )


def part_of(a, b, axis, line):
    """Which part of the way from a to b lies before a line."""
    return (Fraction(line) - Fraction(a[axis])) / (Fraction(b[axis]) - Fraction(a[axis]))


def sides_of_pixels(a, b):
    """Which parts of the way from a to b lie before the sides of pixels; 0 and 1 where on them."""
    for axis in range(2):
        low, high = sorted((a[axis], b[axis]))
        for n in range(floor(low) - 1, ceil(high) + 1):
            if low <= n + HALF <= high and low < high:
                yield part_of(a, b, axis, n + HALF)


def crossings(a, b, extent, buffer):
    """Where the way from a to b crosses lines, in order; twice where two lines meet."""
    parts = [
        part_of(a, b, axis, line)
        for axis in range(2)
        for line in lines(a[axis], b[axis], extent, buffer)
    ]
    return [at(a, b, part) for part in sorted(parts)]


def pixel(point):
    """The pixel a point lies in; it holds its western and northern side."""
    return tuple(floor(Fraction(number) + HALF) for number in point)


def passed(a, b):
    """All pixels on the way from a to b, in order: one step for each side that is crossed."""
    steps = sorted({Fraction(0), Fraction(1), *sides_of_pixels(a, b)})
    between = [(one + two) / 2 for one, two in pairwise(steps)]
    return [pixel(at(a, b, part)) for part in sorted([*steps, *between])]


def without_repeats(points):
    """Points, none of them the same as the one before, nor the last the same as the first."""
    found = [p for n, p in enumerate(points) if n == 0 or p != points[n - 1]]
    while len(found) > 1 and found[-1] == found[0]:
        found.pop()
    return found


def plainly_snapped(rings):
    """Snap rounding pixel by pixel."""
    hot = {pixel(point) for ring in rings for point in ring}
    return [
        without_repeats([p for a, b in pairwise(ring) for p in passed(a, b) if p in hot])
        for ring in rings
    ]


def test_an_edge_gets_a_corner_where_a_tile_or_its_buffer_ends():
    """Tiles of 16 units that show 2 of their neighbours: lines at 2, 14, 18, 30 and so on."""
    (ring,) = was_cut([[(0, 0), (20, 10), (0, 0)]], 16, 2)
    assert ring[:6] == [(0, 0), (2, 1), (4, 2), (14, 7), (18, 9), (20, 10)]
    assert ring[5:] == ring[5::-1]


@settings(max_examples=200)
@given(rings_of(SIXTEENTHS) | rings_of(HALVES) | rings_of(DECIMALS), GRIDS)
def test_every_crossing_of_a_line_becomes_a_corner(rings, grid):
    for ring, found in zip(rings, was_cut(rings, *grid), strict=True):
        wanted = ring[:1]
        for a, b in pairwise(ring):
            wanted = [*wanted, *crossings(a, b, *grid), b]
        assert len(found) == len(wanted)
        np.testing.assert_allclose(np.array(found), np.array(wanted, float), rtol=0, atol=1e-9)


@settings(max_examples=100)
@given(rings_of(LARGE, 4) | rings_of(DECIMALS))
def test_a_cut_lies_on_its_line_and_both_sides_of_a_border_have_the_same(rings):
    for ring, found in zip(rings, was_cut(rings, 4096, 64), strict=True):
        for x, y in set(found) - set(ring):
            assert (x + 64) % 4096 in (0, 128) or (y + 64) % 4096 in (0, 128)
        assert was_cut([ring[::-1]], 4096, 64) == [found[::-1]]


@settings(max_examples=200)
@given(rings_of(SIXTEENTHS) | rings_of(DECIMALS) | rings_of(LARGE), PER_BIN)
def test_every_pixel_with_a_corner_is_in_the_bin_around_it_once(rings, per_bin):
    xy, _ = flat(rings, float)
    (west, north, side, across, down), ends, pixels = bins_of(xy, per_bin)
    assert len(ends) == across * down
    found = []
    for bin_number, (begin, end) in enumerate(ends):
        column, row = divmod(bin_number, down)
        for x, y in pixels[begin:end].tolist():
            assert (x - west) // side == column
            assert (y - north) // side == row
            found.append((x, y))
    assert sorted(found) == sorted({pixel(point) for ring in rings for point in ring})


def test_a_border_goes_through_the_middle_of_every_pixel_that_holds_a_corner():
    """The edge from (0, 0) to (10, 2) passes the pixel of (5, 1), but not that of (5, 3)."""
    long, short = [(0, 0), (10, 2), (0, 0)], [(5.2, 1.3), (5.2, 2.6), (5.2, 1.3)]
    assert snapped([long, short]) == [[(0, 0), (5, 1), (10, 2), (5, 1)], [(5, 1), (5, 3)]]


def test_a_corner_between_two_pixels_belongs_to_the_one_in_the_south_east():
    ring = [(0.5, 0.5), (2.5, -0.5), (-1.5, -3.5), (0.5, 0.5)]
    assert snapped([ring]) == [[(1, 1), (3, 0), (-1, -3)]]


def test_a_ring_within_one_pixel_becomes_one_corner():
    assert snapped([[(4.6, 5.1), (5.2, 5.3), (4.9, 4.8), (4.6, 5.1)]]) == [[(5, 5)]]


def enters_two_at_once(ring):
    """Whether some edge meets a corner of pixels, or begins or ends on the side of one."""
    parts = [[0, 1, *sides_of_pixels(a, b)] for a, b in pairwise(ring)]
    return any(len(each) > len(set(each)) for each in parts)


@settings(max_examples=150)
@given(rings_of(SIXTEENTHS), PER_BIN, st.sampled_from([0, -5000, 2**28]))
def test_borders_pass_the_pixels_that_a_plain_walk_finds(rings, per_bin, far):
    assume(not any(enters_two_at_once(ring) for ring in rings))
    rings = [[(x + far, y - far) for x, y in ring] for ring in rings]
    assert snapped(rings, per_bin) == plainly_snapped(rings)


@settings(max_examples=150)
@given(rings_of(SIXTEENTHS) | rings_of(HALVES), PER_BIN)
def test_a_pixel_has_two_of_its_sides_and_one_of_its_corners(rings, per_bin):
    for found, wanted in zip(snapped(rings, per_bin), plainly_snapped(rings), strict=True):
        assert set(found) == set(wanted)


@settings(max_examples=150)
@given(rings_of(SIXTEENTHS) | rings_of(HALVES), PER_BIN)
def test_borders_that_meet_corners_of_pixels_pass_them_in_order(rings, per_bin):
    assert snapped(rings, per_bin) == plainly_snapped(rings)


@settings(max_examples=100)
@given(rings_of(DECIMALS) | rings_of(LARGE, 4))
def test_a_border_is_rounded_alike_for_both_its_sides(rings):
    forth, back = snapped(rings), snapped([ring[::-1] for ring in rings])
    for one, other in zip(forth, back, strict=True):
        assert Counter(edges(one)) == Counter((b, a) for a, b in edges(other))


def meet_at_corners_alone(shapes):
    """Whether rounded borders of a coverage have all their common points at their corners."""
    rings = split(*snap(shapes.xy, shapes.rings, *bins_of(shapes.xy, 2.0)))
    sides = {tuple(sorted(edge)) for ring in rings for edge in edges(ring) if edge[0] != edge[1]}
    noded = shapely.get_parts(shapely.node(shapely.multilinestrings(list(sides))))
    return {tuple(sorted(line.coords)) for line in noded} == sides


@settings(max_examples=40)
@given(st.integers(0, 2**32), st.integers(2, 60), st.sampled_from([4, 12, 60, 3000]))
def test_rounded_borders_meet_at_whole_corners_alone(seed, count, size):
    points = shapely.multipoints(np.random.default_rng(seed).uniform(-size, size, (count, 2)))
    box = shapely.box(-size, -size, size, size)
    cells = shapely.get_parts(shapely.voronoi_polygons(points, extend_to=box))
    assert meet_at_corners_alone(Ragged.of(shapely.intersection(cells, box)))


def test_borders_with_corners_between_pixels_meet_at_whole_corners_alone():
    west = shapely.Polygon([(3.5, 5.0), (4.0, 2.5), (4.0, 5.5)])
    east = shapely.Polygon([(4.0, 5.5), (4.0, 2.5), (4.5, 1.0)])
    assert meet_at_corners_alone(Ragged.of(np.array([west, east])))


def test_borders_may_pass_many_more_pixels_than_they_have_corners():
    comb = [(float(x), 0.0) for x in range(100)]
    rings = [[*comb, comb[0]], *[[(0.0, 0.3), (99.0, 0.3), (0.0, 0.3)]] * 90]
    there = [(x, 0) for x in range(100)]
    assert snapped(rings) == [[*there, *there[-2:0:-1]]] * 91
