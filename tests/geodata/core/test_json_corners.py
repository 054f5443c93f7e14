"""Corners of GeoJSON text: counted, read and left out as a reader of JSON would."""

import json

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from geodata.core.json_corners import count, read, thin

number = st.integers(-(10**6), 10**6).map(lambda parts: parts / 1000)  # without an exponent
corner = st.tuples(number, number).map(list)
ring = st.lists(corner, min_size=3, max_size=6, unique_by=tuple).map(lambda own: [*own, own[0]])
shape = st.lists(st.lists(ring, min_size=1, max_size=3), min_size=1, max_size=3)
shapes = st.lists(st.none() | shape, max_size=4)


def text_of(found):
    """Features up to their properties, and where each begins and ends."""
    texts = []
    for polygons in found:
        geometry = polygons and {"type": "MultiPolygon", "coordinates": polygons}
        feature = {"type": "Feature", "id": "Één", "geometry": geometry, "properties": None}
        whole = json.dumps(feature, separators=(",", ":"), ensure_ascii=False).encode()
        texts.append(whole.removesuffix(b"null}"))
    ends = np.cumsum([len(text) for text in texts], dtype=np.int64)
    begins = ends - [len(text) for text in texts]
    return np.frombuffer(b"".join(texts), np.uint8), begins.astype(np.int64), ends


def counts_of(found):
    return [
        [len(polygons or ()), sum(map(len, polygons or ())), len(corners_of([polygons]))]
        for polygons in found
    ]


def corners_of(found):
    return [each for polygons in found for one in polygons or () for r in one for each in r]


@given(shapes)
def test_polygons_rings_and_corners_are_counted(found):
    text, begins, ends = text_of(found)
    told = np.empty((len(found), 3), np.int64)
    count(text, begins, ends, told)
    assert told.tolist() == counts_of(found)


@given(shapes)
def test_corners_are_read_as_json_has_them(found):
    text, begins, ends = text_of(found)
    polygons, rings, corners = np.array(counts_of(found), np.int64).reshape(-1, 3).sum(axis=0)
    xy = np.empty((corners, 2))
    starts = np.empty(rings + 1, np.int64), np.empty(polygons + 1, np.int64)
    read(text, begins, ends, xy, *starts)
    assert xy.tolist() == corners_of(found)
    own = [r for polygons in found for one in polygons or () for r in one]
    assert np.diff(starts[0]).tolist() == [len(r) for r in own]
    assert np.diff(starts[1]).tolist() == [len(one) for each in found for one in each or ()]


@given(shapes, st.data())
def test_what_is_kept_stands_in_closed_rings(found, data):
    text, begins, ends = text_of(found)
    bits, expected = [], []
    for polygons in found:
        mine = polygons and [[] for _ in polygons]
        for place, one in enumerate(polygons or ()):
            for r in one:
                kept = data.draw(st.lists(st.booleans(), min_size=len(r) - 1, max_size=len(r) - 1))
                kept[data.draw(st.integers(0, len(kept) - 1))] = True
                bits += [*kept, False]
                left = [each for each, stays in zip(r, kept, strict=False) if stays]
                mine[place].append([*left, left[0]])
        expected.append(mine)
    firsts = np.cumsum([0, *(each[2] for each in counts_of(found))])[:-1].astype(np.int64)
    at = begins * 3
    start, out = at.copy(), np.empty(max(len(text) * 3, 1), np.uint8)
    thin(
        text,
        begins,
        ends,
        firsts,
        np.packbits(np.array(bits, np.bool_), bitorder="little"),
        at,
        out,
    )
    for begin, end, polygons in zip(start, at, expected, strict=True):
        feature = json.loads(out[begin:end].tobytes() + b"{}}")
        assert (feature["geometry"] and feature["geometry"]["coordinates"]) == polygons
        assert (feature["type"], feature["id"]) == ("Feature", "Één")
