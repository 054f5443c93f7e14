"""GeoJSON as RFC 7946 wants it, spliced."""

import json
import re
from itertools import chain

import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata import feature_collection, read_boundaries
from geodata.geojson import encode

CLOCKWISE = shapely.Polygon(
    [(5, 52), (5, 53), (6, 53), (6, 52)], [[(5.2, 52.2), (5.8, 52.2), (5.8, 52.8), (5.2, 52.8)]]
)


def shapes(*geometry):
    return np.array(geometry, dtype=object)


def decoded(*geometry, **options):
    codes = [f"GM{n:04}" for n in range(len(geometry))]
    properties = [{"n": n} for n in range(len(geometry))]
    return json.loads(feature_collection(encode(codes, shapes(*geometry)), properties, **options))


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


def test_nan_and_infinity_become_null():
    fragments = encode(["GM0001"], shapes(CLOCKWISE))
    values = {"a": float("nan"), "b": float("inf"), "c": np.float64("nan"), "d": np.int64(3)}
    written = feature_collection(fragments, [values])
    (feature,) = json.loads(written, parse_constant=pytest.fail)["features"]
    assert feature["properties"] == {"a": None, "b": None, "c": None, "d": 3}


def test_coordinates_have_six_decimals_at_most_and_no_minus_zero():
    tiny = shapely.Polygon([(-1e-9, 0.123456789), (1, -1e-9), (1 / 3, 2 / 3)])
    written = feature_collection(encode(["GM0001"], shapes(tiny)), [{}]).decode()
    assert not re.search(r"\d\.\d{7}", written)
    assert not re.search(r"-0(\.0*)?[,\]]", written)
    assert "e" not in re.sub(r'"[^"]*"', "", written).replace("null", "")


def test_a_ring_that_rounding_collapses_stays_a_ring():
    speck = shapely.box(5, 52, 5 + 1e-8, 52 + 1e-8)
    (feature,) = decoded(speck)["features"]
    (ring,) = feature["geometry"]["coordinates"]
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
    codes = ["GM0001", "GM0002"]
    fragments = encode(codes, shapes(CLOCKWISE, None))
    properties = [{"area_code": code, "value": 1.5} for code in codes]
    (tmp_path / "map.geojson").write_bytes(feature_collection(fragments, properties))
    frame = pyogrio.read_dataframe(tmp_path / "map.geojson")
    assert frame["area_code"].tolist() == codes
    assert frame.geometry[0].equals(CLOCKWISE)
    assert frame.crs.to_epsg() == 4326


def test_geometry_is_encoded_once_per_boundaries(towns):
    assert towns.fragments is towns.fragments
    assert len(towns.fragments) == len(towns)


@pytest.mark.real_data
def test_all_districts_are_oriented_and_closed(shared_data):
    districts = read_boundaries(shared_data / "netherlands" / "wijk_2022_rd.geojson")
    written = feature_collection(districts.fragments, [{}] * len(districts))
    features = json.loads(written)["features"]
    assert [f["id"] for f in features] == list(districts.codes)
    polygons = shapely.get_parts([shapely.geometry.shape(f["geometry"]) for f in features])
    rings = list(chain.from_iterable([p.exterior, *p.interiors] for p in polygons))
    assert all(p.exterior.is_ccw for p in polygons)
    assert all(ring.is_closed for ring in rings)
