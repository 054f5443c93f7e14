"""Coordinates are decimal numbers with as few figures as they need."""

import json
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.core.json_coordinates import write_polygons

MILLIONTHS = st.integers(-360_000_000, 360_000_000)


def written(*polygons):
    """The text of polygons of rings of points in millionths."""
    rings = [ring for polygon in polygons for ring in polygon]
    points = np.array([point for ring in rings for point in ring], np.int64)
    ring_ends = np.cumsum([0, *map(len, rings)])
    polygon_ends = np.cumsum([0, *map(len, polygons)])
    starts, out = np.empty(len(polygons) + 1, np.int64), np.zeros(10_000, np.uint8)
    write_polygons(points, ring_ends, polygon_ends, 1_000_000, starts, out)
    return [out[starts[i] : starts[i + 1] - 1].tobytes() for i in range(len(polygons))]


@pytest.mark.parametrize(
    ("millionths", "text"),
    [
        (0, "0"),
        (1, "0.000001"),
        (-1, "-0.000001"),
        (5_000_000, "5"),
        (-52_250_000, "-52.25"),
        (179_999_999, "179.999999"),
        (10_000_010, "10.00001"),
    ],
)
def test_a_number_has_no_figure_too_many(millionths, text):
    assert written([[(millionths, 0)]]) == [f"[[[{text},0]]]".encode()]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(MILLIONTHS, MILLIONTHS), min_size=1, max_size=20))
def test_every_number_is_exact(points):
    (text,) = written([points])
    found = json.loads(text, parse_float=Fraction, parse_int=Fraction)
    assert found == [[[Fraction(x, 10**6), Fraction(y, 10**6)] for x, y in points]]


def test_rings_and_polygons_keep_their_places():
    one, two, three = [(0, 1_000_000)], [(2_000_000, 3_000_000)] * 2, [(4_000_000, 5_000_000)]
    assert written([one, two], [three]) == [b"[[[0,1]],[[2,3],[2,3]]]", b"[[[4,5]]]"]
