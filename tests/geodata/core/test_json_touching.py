"""Polygons that touch a box, read from text, against shapely."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata.core.json_touching import touch
from geodata.geojson import encode
from geodata.geojson.notation import notation_of

STEPS = st.integers(-20, 20)
EVERYWHERE = np.array([-1e9, -1e9, 1e9, 1e9])  # so that every text is read


def told(shapes, box, crs="OGC:CRS84", *, envelopes=True):
    notation = notation_of(crs)
    geometry = np.array(shapes, dtype=object)
    codes = [f"BU{n}" for n in range(len(shapes))]
    fragments = encode(codes, geometry, notation)
    heads, found = fragments.heads, np.zeros(len(shapes), np.bool_)
    sides, bounds = np.array(box, dtype=float), fragments.bounds if envelopes else EVERYWHERE
    bounds = np.ascontiguousarray(np.broadcast_to(bounds, (len(shapes), 4)))
    touch(heads.data, heads.begins, heads.ends, bounds, sides, notation.swapped, found)
    return found.tolist()


@st.composite
def polygons(draw):
    """A convex polygon, a pierced box, or two boxes, at places that often coincide."""
    x, y, size = draw(STEPS), draw(STEPS), draw(st.integers(1, 15))
    kind = draw(st.sampled_from(["box", "hull", "hole", "two"]))
    if kind == "hull":
        points = draw(st.lists(st.tuples(STEPS, STEPS), min_size=3, max_size=9))
        hull = shapely.convex_hull(shapely.MultiPoint(points))
        if hull.geom_type == "Polygon":
            return hull
    square = shapely.box(x, y, x + size, y + size)
    if kind == "hole":
        return square.difference(square.buffer(-size / 4))
    if kind == "two":
        return shapely.MultiPolygon([square, shapely.box(x + size + 2, y, x + size + 4, y + 1)])
    return square


@st.composite
def boxes(draw):
    x, y = draw(STEPS), draw(STEPS)
    return x, y, x + draw(st.integers(1, 12)), y + draw(st.integers(1, 12))


@given(st.lists(polygons(), min_size=1, max_size=5), boxes())
def test_it_is_what_shapely_says(shapes, box):
    expected = shapely.intersects(np.array(shapes, dtype=object), shapely.box(*box))
    assert told(shapes, box) == expected.tolist()
    assert told(shapes, box, "EPSG:4326") == expected.tolist()
    assert told(shapes, box, envelopes=False) == expected.tolist()


def test_a_box_within_a_hole_touches_nothing():
    ring = shapely.box(0, 0, 10, 10).difference(shapely.box(2, 2, 8, 8))
    assert told([ring], (3, 3, 4, 4)) == [False]
    assert told([ring], (1, 1, 1.5, 1.5)) == [True]
    assert told([ring], (3, 3, 8, 4)) == [True]


def test_an_area_without_a_shape_touches_nothing():
    assert told([None, shapely.Polygon()], (-90, -90, 90, 90)) == [False, False]


@pytest.mark.parametrize("number", ["12345.67", "-0.000001", "5", "-179.999999", "0"])
def test_numbers_are_read_as_they_are_written(number):
    text = np.frombuffer(f"[[[{number},1],[{number},2]]]".encode(), np.uint8)
    at, found = float(number), np.zeros(1, np.bool_)
    for shift, touches in ((0.0, True), (1e-9 * max(abs(at), 1), False)):
        box = np.array([at + shift, 0, at + shift + 1, 3])
        places = np.array([0]), np.array([len(text)])
        touch(text, *places, EVERYWHERE[np.newaxis], box, False, found)  # noqa: FBT003
        assert found[0] == touches
