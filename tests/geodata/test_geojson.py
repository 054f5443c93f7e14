"""GeoJSON as RFC 7946 wants it, spliced."""

import json
import re
from itertools import chain

import numpy as np
import orjson
import pandas as pd
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata import BoundaryError, feature_collection, read_boundaries
from geodata.geojson import encode, encode_columns

CLOCKWISE = shapely.Polygon(
    [(5, 52), (5, 53), (6, 53), (6, 52)], [[(5.2, 52.2), (5.8, 52.2), (5.8, 52.8), (5.2, 52.8)]]
)


def shapes(*geometry):
    return np.array(geometry, dtype=object)


def decoded(*geometry, **options):
    codes = [f"GM{n:04}" for n in range(len(geometry))]
    columns = {"n": np.arange(len(geometry))}
    return json.loads(feature_collection(encode(codes, shapes(*geometry)), columns, **options))


def told(columns, count=1):
    """The properties of so many areas without a shape, as a strict reader sees them."""
    fragments = encode([str(n) for n in range(count)], shapes(*[None] * count))
    written = json.loads(feature_collection(fragments, columns), parse_constant=pytest.fail)
    return [feature["properties"] for feature in written["features"]]


def record_by_record(columns, count):
    """The slow twin: one dictionary for each area, each written by itself."""
    rows = [{name: column[row] for name, column in columns.items()} for row in range(count)]
    return [json.loads(orjson.dumps(row, option=orjson.OPT_SERIALIZE_NUMPY)) for row in rows]


def test_exteriors_go_counter_clockwise_and_holes_clockwise():
    assert not CLOCKWISE.exterior.is_ccw
    pair = shapely.MultiPolygon([CLOCKWISE, shapely.box(7, 52, 8, 53, ccw=False)])
    for feature in decoded(CLOCKWISE, pair)["features"]:
        for polygon in shapely.get_parts(shapely.geometry.shape(feature["geometry"])):
            assert polygon.exterior.is_ccw
            assert not any(hole.is_ccw for hole in polygon.interiors)


def test_the_id_is_the_code_as_text_and_properties_are_kept():
    (feature,) = decoded(CLOCKWISE)["features"]
    assert feature["type"] == "Feature"
    assert feature["id"] == "GM0000"
    assert feature["properties"] == {"n": 0}


def test_an_area_without_a_shape_has_null_geometry():
    collection = decoded(None, shapely.Polygon(), CLOCKWISE)
    assert [f["geometry"] is None for f in collection["features"]] == [True, True, False]
    assert collection["bbox"] == [5, 52, 6, 53]


def test_without_any_shape_there_is_no_bbox():
    assert "bbox" not in decoded(None)
    assert decoded()["features"] == []


def test_a_mask_chooses_areas_and_the_bbox_is_theirs():
    collection = decoded(CLOCKWISE, shapely.box(1, 1, 2, 2), mask=np.array([False, True]))
    assert [f["id"] for f in collection["features"]] == ["GM0001"]
    assert collection["features"][0]["properties"] == {"n": 1}
    assert collection["bbox"] == [1, 1, 2, 2]


def test_extra_members_stand_after_the_type():
    collection = decoded(CLOCKWISE, members={"unmatched": ["GM9999"], "year": 2022})
    assert list(collection) == ["type", "unmatched", "year", "bbox", "features"]


def test_nan_and_infinity_become_null_in_arrays_and_in_lists():
    odd = [np.nan, np.inf, -np.inf, 3.5]
    columns = {"array": np.array(odd), "list": odd, "single": np.array(odd, np.float32)}
    for row, value in zip(told(columns, 4), [None, None, None, 3.5], strict=True):
        assert row == {"array": value, "list": value, "single": value}


def test_minus_zero_is_written_as_zero():
    fragments = encode(["GM0001"], shapes(CLOCKWISE))
    assert b"-0" not in feature_collection(fragments, {"a": np.array([-0.0])})


def test_numbers_come_back_to_the_last_bit():
    hard = np.array([0.1 + 0.2, 1 / 3, 5e-324, 1.7976931348623157e308, 2.0**53 + 2, 1e22])
    assert [row["a"] for row in told({"a": hard}, 6)] == hard.tolist()


def test_whole_numbers_of_64_bits_stay_whole():
    columns = {"a": np.array([2**63 - 1, -(2**63)]), "b": np.array([2**64 - 1, 0], np.uint64)}
    assert [row["a"] for row in told(columns, 2)] == [2**63 - 1, -(2**63)]
    assert told(columns, 2)[0]["b"] == 2**64 - 1


@pytest.mark.parametrize("code", ["0363", "007", "1e5", "E01000001", 'a"b', "Ω"])
def test_an_id_is_the_code_to_the_letter_also_where_it_is_of_figures_alone(code):
    collection = json.loads(feature_collection(encode([code], shapes(CLOCKWISE)), {"c": [code]}))
    (feature,) = collection["features"]
    assert feature["id"] == feature["properties"]["c"] == code


def test_an_array_of_any_layout_is_written():
    wide = np.arange(6.0).reshape(3, 2)
    columns = {
        "strided": wide[:, 1],
        "big end first": np.arange(3, dtype=">f8"),
        "few bits": np.arange(3, dtype=np.int8),
        "truth": np.array([True, False, True]),
        "objects": np.array(["a", None, 2.5], dtype=object),
        "texts": np.array(["a", "b,", "]"]),
        "masked": np.ma.array([1, 2, 3], mask=[False, True, False]),
        "vectors": wide,
        "nested": [{"a": [1, "]"]}, [], None],
    }
    assert list(told(columns, 3)[1].values()) == [
        3.0, 1.0, 1, False, None, "b,", None, [2.0, 3.0], [],
    ]  # fmt: skip


def test_without_columns_properties_are_an_empty_object():
    assert told({}, 2) == [{}, {}]


NASTY = st.text(st.sampled_from('",\\[]{}:\n\t\0\u2028é𝄞a '), max_size=8) | st.text(max_size=8)
INTEGERS = st.integers(-(2**63), 2**64 - 1)
SCALARS = st.none() | st.booleans() | INTEGERS | st.floats() | NASTY
NESTED = st.recursive(SCALARS, lambda v: st.lists(v, max_size=3) | st.dictionaries(NASTY, v))


def columns_of(count):
    plain = st.lists(NESTED, min_size=count, max_size=count)
    floats = st.lists(st.floats(), min_size=count, max_size=count).map(np.array)
    whole = st.lists(st.integers(-(2**63), 2**63 - 1), min_size=count, max_size=count)
    whole = whole.map(lambda values: np.array(values, np.int64))
    return st.dictionaries(NASTY, plain | floats | whole, max_size=5)


@settings(deadline=None, max_examples=60)
@given(st.data())
def test_columns_say_the_same_as_records_written_one_by_one(data):
    count = data.draw(st.integers(0, 6))
    columns = data.draw(columns_of(count))
    assert told(columns, count) == record_by_record(columns, count)


@settings(deadline=None, max_examples=25)
@given(st.data())
def test_encoding_before_or_after_choosing_is_the_same(data):
    columns = data.draw(columns_of(4))
    mask = np.array(data.draw(st.lists(st.booleans(), min_size=4, max_size=4)))
    fragments = encode("abcd", shapes(CLOCKWISE, None, CLOCKWISE, shapely.box(1, 1, 2, 2)))
    kept = encode_columns(columns, np.arange(4))
    chosen = feature_collection(fragments, columns, mask)
    assert feature_collection(fragments, kept, mask) == chosen
    whole = json.loads(feature_collection(fragments, columns))["features"]
    inside = [feature for feature, here in zip(whole, mask, strict=True) if here]
    assert json.loads(chosen)["features"] == inside


@pytest.mark.parametrize("threads", ["1", "3"])
def test_threads_make_no_difference(monkeypatch, threads):
    fragments = encode("abcd", shapes(CLOCKWISE, None, CLOCKWISE, CLOCKWISE))
    columns = {"a": np.arange(4.0), "b": ["x", None, "yy", ""]}
    whole = feature_collection(fragments, columns)
    monkeypatch.setenv("MDI_THREADS", threads)
    assert feature_collection(fragments, columns) == whole


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ([1], "'a' has 1"),
        (np.arange(3), "'a' has 3"),
        (pd.Series([1.0, 2.0]), "'a' is a Series"),
        (np.array(["2020", "NaT"], "M8[D]"), "datetime64"),
        ([2**64, 1], "'a' cannot be written"),
        ([1j, 2], "'a' cannot be written"),
        (["\ud800", "b"], "'a' cannot be written"),
    ],
)
def test_a_column_that_json_cannot_hold_is_named(column, said):
    with pytest.raises(BoundaryError, match=said):
        feature_collection(encode("ab", shapes(None, None)), {"a": column})


@pytest.mark.parametrize(
    "shape",
    [shapely.Point(1, 2), shapely.GeometryCollection([CLOCKWISE, shapely.Point(1, 2)])],
    ids=lambda shape: shape.geom_type,
)
def test_a_shape_that_is_no_polygon_is_named(shape):
    with pytest.raises(BoundaryError, match=f"GM0001 is a {shape.geom_type}"):
        encode(["GM0000", "GM0001"], shapes(CLOCKWISE, shape))


@pytest.mark.parametrize("far", [155_000.0, np.inf])
def test_coordinates_that_are_no_degrees_are_refused(far):
    with pytest.raises(BoundaryError, match="not those of OGC:CRS84"):
        encode(["a"], shapes(shapely.Polygon([(0, 0), (far, 0), (0, 1)])))


def test_a_part_without_corners_is_left_out():
    pair = shapely.MultiPolygon([shapely.Polygon(), shapely.box(1, 1, 2, 2)])
    (feature,) = decoded(pair)["features"]
    assert feature["geometry"]["type"] == "MultiPolygon"
    assert len(feature["geometry"]["coordinates"]) == 1


def test_coordinates_are_those_of_another_encoder():
    geometry = shapes(CLOCKWISE, shapely.MultiPolygon([CLOCKWISE, shapely.box(-7, -52, 8, -1e-6)]))
    ours = [feature["geometry"] for feature in decoded(*geometry)["features"]]
    parts = [shapely.MultiPolygon(shapely.get_parts(each).tolist()) for each in geometry]
    theirs = shapely.to_geojson(shapely.orient_polygons(shapes(*parts)))
    assert ours == [json.loads(text) for text in theirs]


def test_coordinates_have_six_decimals_at_most_and_no_minus_zero():
    tiny = shapely.Polygon([(-1e-9, 0.123456789), (1, -1e-9), (1 / 3, 2 / 3)])
    written = feature_collection(encode(["GM0001"], shapes(tiny)), {}).decode()
    assert not re.search(r"\d\.\d{7}", written)
    assert not re.search(r"-0(\.0*)?[,\]]", written)
    assert "e" not in re.sub(r'"[^"]*"', "", written).replace("null", "")


def test_a_ring_that_rounding_collapses_stays_a_ring():
    speck = shapely.box(5, 52, 5 + 1e-8, 52 + 1e-8)
    (feature,) = decoded(speck)["features"]
    ((ring,),) = feature["geometry"]["coordinates"]
    assert len(ring) >= 4
    assert ring[0] == ring[-1]


@settings(deadline=None)
@given(st.lists(st.tuples(st.floats(-180, 179), st.floats(-90, 89)), min_size=1, max_size=5))
def test_every_shape_comes_back_within_half_a_millionth_of_a_degree(corners):
    boxes = [shapely.box(x, y, x + 1, y + 1) for x, y in corners]
    features = decoded(*boxes)["features"]
    read = [shapely.geometry.shape(f["geometry"]).bounds for f in features]
    assert np.allclose(read, [box.bounds for box in boxes], rtol=0, atol=0.5000001e-6)


def test_gdal_reads_what_we_write(tmp_path):
    codes = ["0001", "GM0002"]
    fragments = encode(codes, shapes(CLOCKWISE, None))
    columns = {"area_code": codes, "value": np.array([1.5, np.nan]), "rank": np.array([3, 4])}
    (tmp_path / "map.geojson").write_bytes(feature_collection(fragments, columns))
    frame = pyogrio.read_dataframe(tmp_path / "map.geojson")
    assert frame["id"].tolist() == frame["area_code"].tolist() == codes
    assert frame["value"].fillna(-1).tolist() == [1.5, -1]
    assert frame["rank"].tolist() == [3, 4]
    assert frame.geometry[0].equals(CLOCKWISE)
    assert frame.crs.to_epsg() == 4326


def test_geometry_is_encoded_once_per_boundaries(towns):
    assert towns.fragments is towns.fragments
    assert len(towns.fragments) == len(towns)


@pytest.mark.real_data
def test_all_districts_are_oriented_and_closed(shared_data):
    districts = read_boundaries(shared_data / "netherlands" / "wijk_2022_rd.geojson")
    written = feature_collection(districts.fragments, {})
    features = json.loads(written)["features"]
    assert [f["id"] for f in features] == list(districts.codes)
    polygons = shapely.get_parts([shapely.geometry.shape(f["geometry"]) for f in features])
    rings = list(chain.from_iterable([p.exterior, *p.interiors] for p in polygons))
    assert all(p.exterior.is_ccw for p in polygons)
    assert all(ring.is_closed for ring in rings)
