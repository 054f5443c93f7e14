"""The commands of a feature draw the rings they were made of."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mapbox_vector_tile.Mapbox.vector_tile_pb2 import tile

from geodata.core.tile_commands import commands
from tests.geodata.core.conftest import flat_parts

NUMBERS = st.integers(-(2**29), 2**29)
POINTS = st.tuples(NUMBERS, NUMBERS)
RINGS = st.lists(POINTS, min_size=3, max_size=40)
PARTS = st.lists(st.tuples(st.lists(RINGS, max_size=3), POINTS), max_size=6)


def written(parts, origins):
    """The bytes of each part."""
    octets, begins = commands(*flat_parts(parts), np.array(origins, np.int64).reshape(-1, 2))
    assert begins[0] == 0
    assert begins[-1] == len(octets)
    return [octets[begins[i] : begins[i + 1]].tobytes() for i in range(len(parts))]


def numbers_of(octets):
    """The numbers of a geometry, as protobuf reads them."""
    feature = tile.feature.FromString(octets)
    assert feature.type == tile.Polygon
    return list(feature.geometry)


def plain(parameter):
    """A parameter as a number with its sign; section 4.3.2."""
    return (parameter >> 1) ^ -(parameter & 1)


def drawn(numbers, origin=(0, 0)):
    """The rings that commands draw, by the words of the specification, 4.3.3."""
    rings, (x, y), numbers = [], origin, iter(numbers)
    for number in numbers:
        command, count = number & 7, number >> 3
        if command == 7:
            assert count == 1
            rings[-1].append("closed")
            continue
        assert count == 1 if command == 1 else command == 2
        if command == 1:
            rings.append([])
        for _ in range(count):
            x, y = x + plain(next(numbers)), y + plain(next(numbers))
            rings[-1].append((x, y))
    assert all(ring.count("closed") == 1 and ring[-1] == "closed" for ring in rings)
    return [ring[:-1] for ring in rings]


def test_the_triangle_of_the_specification():
    (octets,) = written([[[(3, 6), (8, 12), (20, 34)]]], [(0, 0)])
    assert numbers_of(octets) == [9, 6, 12, 18, 10, 12, 24, 44, 15]


def test_the_two_squares_and_the_hole_of_the_specification():
    one = [(0, 0), (10, 0), (10, 10), (0, 10)]
    two = [(11, 11), (20, 11), (20, 20), (11, 20)]
    hole = [(13, 13), (13, 17), (17, 17), (17, 13)]
    (octets,) = written([[one, two, hole]], [(0, 0)])
    first = [9, 0, 0, 26, 20, 0, 0, 20, 19, 0, 15]
    others = [9, 22, 2, 26, 18, 0, 0, 18, 17, 0, 15, 9, 4, 13, 26, 0, 8, 8, 0, 0, 7, 15]
    assert numbers_of(octets) == first + others


def test_a_tile_counts_from_its_own_corner():
    triangle = [(3, 6), (8, 12), (20, 34)]
    moved = [(x + 4096, y - 8192) for x, y in triangle]
    here, there = written([[triangle], [moved]], [(0, 0), (4096, -8192)])
    assert here == there


def test_a_part_without_rings_has_no_bytes():
    nothing, something, last = written([[], [[(0, 0), (1, 0), (0, 1)]], []], [(5, 5)] * 3)
    assert (nothing, last) == (b"", b"")
    assert drawn(numbers_of(something), (5, 5)) == [[(0, 0), (1, 0), (0, 1)]]


def test_nothing_at_all_has_no_bytes():
    assert written([], []) == []


@settings(max_examples=100)
@given(PARTS)
def test_any_rings_are_drawn_as_they_were(pairs):
    parts, origins = [rings for rings, _ in pairs], [origin for _, origin in pairs]
    for octets, rings, origin in zip(written(parts, origins), parts, origins, strict=True):
        assert (drawn(numbers_of(octets), origin) if octets else []) == rings


@pytest.mark.parametrize("count", [16, 17, 2048, 2049, 40_000])  # where lengths need more bytes
def test_a_ring_may_have_any_number_of_corners(count):
    ring = [(n % 200, n // 200) for n in range(count)]
    (octets,) = written([[ring]], [(0, 0)])
    assert drawn(numbers_of(octets)) == [ring]


@settings(max_examples=50)
@given(PARTS)
def test_the_bytes_are_the_fewest_that_protobuf_knows(pairs):
    for octets in written([rings for rings, _ in pairs], [origin for _, origin in pairs]):
        assert tile.feature.FromString(octets).SerializeToString() == octets
