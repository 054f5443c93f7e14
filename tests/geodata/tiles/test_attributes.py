"""Values in tiles: what goes in comes out, and what is missing is absent."""

import numpy as np
import pytest
import shapely

from geodata import BoundaryError
from geodata.tiles import tile_pyramid
from geodata.tiles.attributes import Attributes
from tests.geodata.tiles.conftest import boundaries_of, features

SQUARES = [shapely.box(4 + n, 52, 5 + n, 53) for n in range(3)]


def properties(columns, zoom=5):
    tiles = tile_pyramid(boundaries_of(SQUARES), range(zoom, zoom + 1)).tiles(columns)
    found = {f["properties"].pop("area_code"): f for t in tiles.tiles.values() for f in features(t)}
    return [found[code]["properties"] for code in sorted(found)]


def test_values_of_every_kind_come_back():
    columns = {
        "double": np.array([0.1, -1e300, 1 / 3]),
        "float": np.array([0.5, -2.0, 1e6]),
        "whole": np.array([0, -7, 2**40]),
        "text": ["één", "", "x" * 300],
        "truth": [True, False, True],
        "mixed": [1, 2.5, None],
    }
    found = properties(columns)
    for n in range(3):
        wanted = {name: column[n] for name, column in columns.items() if column[n] is not None}
        assert found[n] == wanted


def test_nan_and_none_are_no_tag_at_all():
    found = properties(
        {"a": [np.nan, 1.0, 2.0], "b": np.array([1.0, np.nan, np.nan]), "c": [None] * 3}
    )
    assert found == [{"b": 1.0}, {"a": 1.0}, {"a": 2.0}]


def test_minus_zero_is_zero():
    assert Attributes.of({"a": [-0.0, 0.0]}, 2).choices.tolist() == [[0], [0]]


def test_a_value_that_two_columns_have_is_kept_once():
    made = Attributes.of({"a": [1.5, 2.5], "b": np.array([2.5, 1.5])}, 2)
    assert len(made.begins) == 3
    assert made.choices.tolist() == [[0, 1], [1, 0]]


def test_without_columns_a_feature_has_its_code_and_number_alone():
    tiles = tile_pyramid(boundaries_of(SQUARES), range(5, 6)).tiles()
    assert tiles.fields == {"area_code": "String"}
    for tile in tiles.tiles.values():
        for feature in features(tile):
            assert list(feature["properties"]) == ["area_code"]
            assert feature["id"] == int(feature["properties"]["area_code"][2:], 36)


def test_columns_of_another_length_and_infinite_numbers_are_told_at_once():
    with pytest.raises(BoundaryError) as found:
        Attributes.of({"short": [1.0], "endless": [1.0, np.inf]}, 2)
    assert len(found.value.problems) == 2


def test_new_values_leave_the_shapes_alone():
    pyramid = tile_pyramid(boundaries_of(SQUARES), range(4, 7))
    first, second = (pyramid.tiles({"index": np.arange(3.0) + n}) for n in (0, 100))
    for name, tile in first.tiles.items():
        old, new = features(tile), features(second.tiles[name])
        assert [f["geometry"] for f in old] == [f["geometry"] for f in new]
        assert all(
            b["properties"]["index"] - a["properties"]["index"] == 100
            for a, b in zip(old, new, strict=True)
        )
