"""Attributes joined to areas by their code."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import shapely

from geodata.errors import BoundaryError
from geodata.features import features_of


def column(towns, values):
    return features_of(towns, {"x": dict(zip(towns.codes, values, strict=True))}).table["x"]


def test_without_columns_there_are_the_three_of_every_file(towns):
    table = features_of(towns).table
    assert table.to_pydict() == {
        "area_code": list(towns.codes),
        "area_name": list(towns.names),
        "parent_code": list(towns.parents),
    }


def test_a_frame_is_joined_by_its_code_column_or_else_by_its_index(towns):
    frame = pd.DataFrame({"area_code": ["GM9102", "GM9101"], "x": [2.0, 1.0]})
    by_column, by_index = (
        features_of(towns, frame),
        features_of(towns, frame.set_index("area_code")),
    )
    assert by_column.table.equals(by_index.table)
    assert by_column.table["x"].to_pylist() == [1.0, 2.0, None]


def test_codes_on_one_side_alone_are_told(towns):
    features = features_of(towns, {"x": {"GM9101": 1.0, "GM9999": 2.0, "GM0001": 3.0}})
    assert features.unmatched == ("GM0001", "GM9999")
    assert features.without_values == ("GM9102", "GM9103")


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([1.5, np.nan, np.inf], pa.float64()),
        (np.array([1, 2, 3], np.int8), pa.int64()),
        ([True, False, True], pa.bool_()),
        (["a", None, "b"], pa.string()),
        ([None, None, None], pa.string()),
        (pd.Categorical(["a", "b", "a"]), pa.string()),
        (pd.to_datetime(["2020-01-01"] * 3), pa.string()),
    ],
)
def test_a_column_has_one_of_four_types(towns, values, kind):
    frame = pd.DataFrame({"x": values}, index=list(towns.codes))
    assert features_of(towns, frame).table["x"].type == kind


def test_what_is_no_number_is_null(towns):
    assert column(towns, [np.nan, np.inf, 1.5]).to_pylist() == [None, None, 1.5]


def test_whole_numbers_with_gaps_stay_whole(towns):
    frame = pd.DataFrame({"x": pd.array([2**53 + 1, None], "Int64")}, index=["GM9101", "GM9103"])
    assert features_of(towns, frame).table["x"].to_pylist() == [2**53 + 1, None, None]


def test_a_name_in_the_frame_goes_before_that_of_the_shapes(towns):
    frame = pd.DataFrame({"area_name": ["Nieuw"]}, index=["GM9101"])
    assert features_of(towns, frame).table["area_name"].to_pylist() == ["Nieuw", None, "Cé"]


def test_all_that_keeps_columns_from_being_joined_is_said_at_once(towns):
    frame = pd.DataFrame([[1, 2, 3]] * 2, columns=["a", "A", "Geom"], index=["GM1", "GM1"])
    with pytest.raises(BoundaryError, match=r"(?s)GM1.*capitals alone: a.*themselves: geom"):
        features_of(towns, frame)


@pytest.mark.parametrize("values", [[[1], [2], [3]], [1, "a", None]])
def test_a_column_of_neither_numbers_nor_text_is_refused_by_name(towns, values):
    with pytest.raises(BoundaryError, match="'x' holds neither numbers nor text"):
        column(towns, values)


def test_shapes_are_multipolygons_of_the_same_ground(towns):
    shapes = shapely.from_wkb(features_of(towns).wkb)
    assert [shape and shape.geom_type for shape in shapes] == ["MultiPolygon", None, "MultiPolygon"]
    assert shapely.equals(shapes[[0, 2]], towns.geometry[[0, 2]]).all()


def test_heights_and_empty_shapes_are_left_out(towns):
    geometry = np.array([shapely.force_3d(towns.geometry[0], 7.0), shapely.Polygon(), None])
    shapes = shapely.from_wkb(features_of(replace(towns, geometry=geometry)).wkb)
    assert shapely.equals(shapes[0], towns.geometry[0])
    assert not shapely.has_z(shapes[0])
    assert shapes[1:].tolist() == [None, None]
