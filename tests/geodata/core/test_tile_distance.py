"""Distances from points to borders, held against exact fractions."""

from fractions import Fraction

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.core.tile_distance import distances, near

EIGHTHS = st.integers(-80, 80).map(lambda n: n / 8)
DECIMALS = st.floats(-1000, 1000)
REACHES = st.sampled_from([0.0, 0.5, 1.0, 2.125, 5.0])
LARGE = 2**28  # units along the world at zoom 16


def rows_of(numbers, most=6):
    """Edges with the number of their area."""
    rows = st.tuples(numbers, numbers, numbers, numbers, st.integers(0, 3))
    return st.lists(rows, max_size=most)


def array(rows, kind=np.float64, columns=5):
    return np.array(rows, kind).reshape(-1, columns)


def exactly(point, edge):
    """The squared distance of a point from an edge as a fraction."""
    x, y, x0, y0, x1, y1 = map(Fraction, (*point, *edge[:4]))
    dx, dy = x1 - x0, y1 - y0
    length = dx * dx + dy * dy
    along = ((x - x0) * dx + (y - y0) * dy) / length if length else Fraction(0)
    along = min(max(along, Fraction(0)), Fraction(1))
    return (x - x0 - along * dx) ** 2 + (y - y0 - along * dy) ** 2


def in_reach(edge, frame, reach):
    """Whether the frame of an edge comes within reach of another frame, exactly."""
    (x0, y0, x1, y1), (west, north, east, south) = map(Fraction, edge[:4]), map(Fraction, frame)
    across = max(west - max(x0, x1), min(x0, x1) - east)
    down = max(north - max(y0, y1), min(y0, y1) - south)
    return max(across, down) <= Fraction(reach)


def test_a_point_is_as_far_as_the_nearest_point_of_the_nearest_edge():
    """Beside the middle of the edge from (0, 0) to (4, 0), on it, and beyond both its ends."""
    points = np.array([(2.0, 3.0), (1.0, 0.0), (7.0, 4.0), (-3.0, -4.0), (9.0, 8.0)])
    edges = np.array([(0, 0, 4, 0), (9, 9, 9, 9)])
    assert distances(points, edges).tolist() == [3, 0, 5, 5, 1]


def test_without_any_edge_a_point_is_infinitely_far():
    assert distances(np.zeros((2, 2)), np.empty((0, 5), np.int64)).tolist() == [np.inf] * 2


@settings(max_examples=200)
@given(st.lists(st.tuples(EIGHTHS, EIGHTHS), max_size=5), rows_of(EIGHTHS))
def test_distances_are_those_of_exact_fractions(points, rows):
    found = distances(array(points, columns=2), array(rows))
    wanted = [min((exactly(point, row) for row in rows), default=np.inf) for point in points]
    assert found == pytest.approx(np.sqrt(np.array(wanted, float)), rel=1e-14, abs=1e-14)


@settings(max_examples=100)
@given(st.tuples(DECIMALS, DECIMALS), rows_of(DECIMALS))
def test_distances_are_those_of_shapely(point, rows):
    lines = shapely.linestrings(
        [((x0, y0), (x1, y1)) for x0, y0, x1, y1, _ in rows] or np.empty((0, 2, 2))
    )
    wanted = shapely.distance(lines, shapely.Point(point)).min(initial=np.inf)
    assert distances(array([point], columns=2), array(rows)) == pytest.approx(wanted, abs=1e-9)


@given(st.tuples(EIGHTHS, EIGHTHS), rows_of(st.integers(-9, 9)))
def test_distances_are_the_same_far_from_the_origin(point, rows):
    points, edges = array([point], columns=2), array(rows, np.int64)
    there = edges + np.array([LARGE, LARGE, LARGE, LARGE, 0])
    assert distances(points + LARGE, there).tolist() == distances(points, edges).tolist()


def test_edges_near_a_square_are_those_whose_frame_comes_within_reach():
    """Around the square from (0, 0) to (2, 2) within 1; the long edge passes its corner by."""
    beside, beyond, long = (3, 1, 9, 1, 5), (4, 1, 9, 1, 6), (-9, -4, 4, 9, 7)
    found = near(np.array([beside, beyond, long]), np.array([0, 0, 2, 2]), 1)
    assert found.tolist() == [list(beside), list(long)]


FRAMES = st.tuples(EIGHTHS, EIGHTHS, st.integers(0, 6), st.integers(0, 6)).map(
    lambda frame: (frame[0], frame[1], frame[0] + frame[2], frame[1] + frame[3])
)
KINDS = st.sampled_from([(EIGHTHS, np.float64), (st.integers(-9, 9), np.int64)])


@settings(max_examples=200)
@given(
    KINDS.flatmap(lambda kind: rows_of(kind[0]).map(lambda r: array(r, kind[1]))), FRAMES, REACHES
)
def test_edges_come_near_where_their_frames_do(edges, frame, reach):
    """In their order, with all their columns and in their kind of number."""
    found = near(edges, np.array(frame), reach)
    assert found.tolist() == [edge for edge in edges.tolist() if in_reach(edge, frame, reach)]
    assert found.dtype == edges.dtype


@settings(max_examples=100)
@given(st.tuples(EIGHTHS, EIGHTHS), rows_of(EIGHTHS), REACHES)
def test_no_edge_within_reach_of_a_point_is_left_out(point, rows, reach):
    points, edges = array([point], columns=2), array(rows)
    close = near(edges, np.array([*point, *point]), reach)
    (all_of_them,), (those,) = distances(points, edges), distances(points, close)
    assert those >= all_of_them
    assert those == all_of_them or all_of_them > reach
