"""A layer is read as the features it was made of, with each value once."""

import mapbox_vector_tile
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from mapbox_vector_tile.Mapbox.vector_tile_pb2 import tile

from geodata.core.tile_features import layer, room
from tests.geodata.core.conftest import begins

HEAD = b"\x78\x02\x0a\x01a"  # version 2, name "a": protobuf reads no layer without them
UNTOUCHED = 0xEE
VALUES = (
    st.text(max_size=200).map(lambda text: tile.value(string_value=text))
    | st.floats(allow_nan=False).map(lambda number: tile.value(double_value=number))
    | st.booleans().map(lambda truth: tile.value(bool_value=truth))
    | st.integers(-(2**62), 2**62).map(lambda number: tile.value(sint_value=number))
)


def joined(texts):
    """Bytes one after the other, and where each begins."""
    return np.frombuffer(b"".join(texts), np.uint8), begins(map(len, texts))


def shape_of(*numbers):
    return tile.feature(type=tile.Polygon, geometry=numbers).SerializeToString()


def framed(value):
    """A value with its field and its length, as a layer holds it."""
    return tile.layer(name="", version=2, values=[value]).SerializeToString()[2:-2]


def spliced(areas, ids, shapes, first, choices, values):
    """The bytes of a layer."""
    areas, ids = np.array(areas, np.int64), np.array(ids, np.int64)
    choices = np.array(choices, np.int32).reshape(len(ids), -1)
    shapes, values = joined(shapes), joined([framed(value) for value in values])
    stamps = np.full(len(values[1]), -1, np.int32)
    size = int(shapes[1][first + len(areas)] - shapes[1][first])
    enough = room(areas, size, choices, values[1])
    out = np.full(enough + 1000, UNTOUCHED, np.uint8)
    count = layer(areas, ids, shapes, first, choices, values, stamps, out)
    assert count <= enough
    assert (out[count:] == UNTOUCHED).all()
    assert (stamps == -1).all()
    return out[:count].tobytes()


def plain(areas, ids, shapes, first, choices, values):
    """What a layer holds: number, shape and values of each feature."""
    return [
        (
            ids[area],
            shapes[first + place],
            {key: values[c].SerializeToString() for key, c in enumerate(choices[area]) if c >= 0},
        )
        for place, area in enumerate(areas)
    ]


def read(octets):
    """The same, as protobuf reads it."""
    found = tile.layer.FromString(HEAD + octets)
    features = []
    for each in found.features:
        keys, places = each.tags[::2], each.tags[1::2]
        assert len(set(keys)) == len(keys) == len(places)
        values = [found.values[place].SerializeToString() for place in places]
        shape = tile.feature(type=each.type, geometry=each.geometry).SerializeToString()
        features.append((each.id, shape, dict(zip(keys, values, strict=True))))
    return features, [value.SerializeToString() for value in found.values]


@st.composite
def layers(draw):
    values = draw(st.lists(VALUES, max_size=8, unique_by=lambda v: v.SerializeToString()))
    count, keys = draw(st.integers(1, 6)), draw(st.integers(0, 5))
    choice = st.integers(-1, len(values) - 1)
    choices = [[draw(choice) for _ in range(keys)] for _ in range(count)]
    ids = draw(st.lists(st.integers(0, 2**63 - 1), min_size=count, max_size=count))
    areas = draw(st.lists(st.integers(0, count - 1), unique=True))
    first, more = draw(st.integers(0, 2)), draw(st.integers(0, 2))
    coordinate = st.integers(0, 2**32 - 1)
    shape = st.lists(coordinate, max_size=30).map(lambda numbers: shape_of(*numbers))
    size = first + len(areas) + more
    shapes = draw(st.lists(shape, min_size=size, max_size=size))
    return areas, ids, shapes, first, choices, values


@settings(max_examples=200)
@given(layers())
def test_every_feature_has_its_number_shape_and_values(parts):
    features, _ = read(spliced(*parts))
    assert features == plain(*parts)


@settings(max_examples=100)
@given(layers())
def test_a_layer_holds_the_values_it_needs_once_each(parts):
    areas, _, _, _, choices, values = parts
    _, held = read(spliced(*parts))
    needed = {values[c].SerializeToString() for area in areas for c in choices[area] if c >= 0}
    assert set(held) == needed
    assert len(held) == len(needed)


def test_many_keys_and_values_need_longer_numbers():
    values = [tile.value(sint_value=n) for n in range(600)]
    choices = np.arange(600).reshape(2, 300).tolist()
    parts = [1, 0], [3, 4], [shape_of(9, 0, 0)] * 2, 0, choices, values
    features, _ = read(spliced(*parts))
    assert features == plain(*parts)


def test_long_texts_have_room():
    values = [tile.value(string_value=letter * 5000) for letter in "abcd"]
    parts = [0, 1], [1, 2], [shape_of(9, 0, 0)] * 2, 0, [[0, 1], [2, 3]], values
    features, _ = read(spliced(*parts))
    assert features == plain(*parts)


def test_a_layer_of_two_areas_that_share_a_value():
    triangle = shape_of(9, 6, 12, 18, 10, 12, 24, 44, 15)
    values = [tile.value(string_value=text) for text in ("high", "low", "unused")]
    body = spliced([0, 2], [7, 8, 9], [triangle] * 2, 0, [[0, 1], [2, 2], [-1, 1]], values)
    whole = HEAD + body + b"\x1a\x04need\x1a\x06supply\x28\x80\x20"
    (found,) = mapbox_vector_tile.decode(
        b"\x1a" + bytes((len(whole) & 127 | 128, len(whole) >> 7)) + whole
    ).values()
    assert [(f["id"], f["properties"]) for f in found["features"]] == [
        (7, {"need": "high", "supply": "low"}),
        (9, {"supply": "low"}),
    ]
    assert body.count(b"low") == 1
    assert b"unused" not in body
