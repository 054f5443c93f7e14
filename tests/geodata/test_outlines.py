"""Outlines and sheets: what a server sends, as it lies in files."""

import gzip
import json
from dataclasses import replace

import brotli
import numpy as np
import orjson
import pyarrow as pa
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata import Boundaries, BoundaryError, feature_collection
from geodata.crs import RD_NEW, WGS84, transformed
from geodata.geojson import encode
from geodata.geojson.notation import DEGREES, notation_of
from geodata.geojson.outlines import read_outlines, write_outlines
from geodata.geojson.packing import PACKERS
from geodata.geojson.sheets import read_sheet, write_sheet

SQUARE = shapely.box(155_000, 463_000, 157_000, 465_000)
PIERCED = SQUARE.difference(shapely.box(155_500, 463_500, 155_600.126, 463_600))
PAIR = shapely.MultiPolygon([shapely.box(0, 0, 1, 1), shapely.box(2, 2, 3, 3)])
AREAS = Boundaries(
    "municipality",
    2021,
    RD_NEW,
    ("GM0001", "GM0002", "GM0003", "GM0004"),
    ("Één", None, 'Dr. "Drie"', "Vier"),
    ("PV20", None, "PV20", "PV21"),
    np.array(
        [
            PIERCED,
            None,
            shapely.affinity.translate(SQUARE, 2000),
            shapely.affinity.translate(shapely.affinity.scale(PAIR, 900, 900), 155_000, 470_000),
        ],
        dtype=object,
    ),
)
COLUMNS = {"area_code": AREAS.codes, "index": np.array([1.5, np.nan, -0.0, 100.0])}
SYSTEMS = ("OGC:CRS84", "EPSG:4326", "EPSG:28992", "EPSG:3857", "EPSG:3035")


def outlines_in(folder, crs, areas=AREAS):
    lines, index = write_outlines(areas, notation_of(crs), folder)
    return read_outlines(lines, index, level=areas.level, vintage=areas.vintage)


def sheet_in(folder, crs=WGS84, areas=AREAS, columns=COLUMNS):
    place = folder / "sheet"
    place.mkdir(exist_ok=True)
    path, *_, index = write_sheet(outlines_in(folder, crs, areas), columns, notation_of(crs), place)
    return read_sheet(path, index)


def unpacked(coding, pieces):
    content = b"".join(pieces)
    if coding == "gzip":
        return gzip.decompress(content)
    if coding == "br":
        return brotli.decompress(content)
    assert coding == "zstd"
    return pa.CompressedInputStream(pa.BufferReader(content), "zstd").read()


@pytest.mark.parametrize(
    ("crs", "name", "decimals", "swapped"),
    [
        ("OGC:CRS84", "crs84", 6, False),
        ("EPSG:4326", "4326", 6, True),
        ("EPSG:4258", "4258", 6, True),
        ("EPSG:28992", "28992", 2, False),
        ("EPSG:3857", "3857", 2, False),
        ("EPSG:3035", "3035", 2, True),
    ],
)
def test_a_system_is_written_as_its_authority_declares(crs, name, decimals, swapped):
    notation = notation_of(crs)
    assert (notation.name, notation.decimals, notation.swapped) == (name, decimals, swapped)


@pytest.mark.parametrize("crs", SYSTEMS)
def test_outlines_are_the_shapes_in_that_system(tmp_path, crs):
    found = outlines_in(tmp_path, crs)
    notation = notation_of(crs)
    expected = transformed(AREAS.geometry, RD_NEW, crs)
    for row, shape in enumerate(expected):
        feature = json.loads(found.fragments.heads[row] + b"{}}")
        assert feature["id"] == AREAS.codes[row]
        if shape is None:
            assert feature["geometry"] is None
            assert np.isnan(found.fragments.bounds[row]).all()
            continue
        written = shapely.geometry.shape(feature["geometry"])
        if notation.swapped:
            written = shapely.transform(written, lambda points: points[:, ::-1])
        assert shapely.hausdorff_distance(written, shape) <= 10.0**-notation.decimals
        rounded = np.round(shapely.bounds(shape), notation.decimals)
        np.testing.assert_allclose(found.fragments.bounds[row], rounded, atol=1e-9)
        for polygon in shapely.get_parts(shapely.geometry.shape(feature["geometry"])):
            assert polygon.exterior.is_ccw != notation.swapped


def test_outlines_say_what_boundaries_say(tmp_path):
    found = outlines_in(tmp_path, WGS84)
    for name in ("level", "vintage", "codes", "names", "parents"):
        assert getattr(found, name) == getattr(AREAS, name)
    assert feature_collection(found.fragments, COLUMNS) == feature_collection(
        AREAS.fragments, COLUMNS
    )
    assert found.bounds == AREAS.fragments.extent


def test_the_lines_are_read_by_gdal(tmp_path):
    outlines_in(tmp_path, WGS84)
    frame = pyogrio.read_dataframe(tmp_path / "crs84.geojsonl")
    assert frame["id"].tolist() == list(AREAS.codes)
    assert frame.geometry.isna().tolist() == [False, True, False, False]


@pytest.mark.parametrize("crs", ["OGC:CRS84", "EPSG:28992"])
def test_a_sheet_is_read_by_gdal_in_its_own_system(tmp_path, crs):
    sheet = sheet_in(tmp_path, crs)
    frame = pyogrio.read_dataframe(sheet.path)
    assert frame["area_code"].tolist() == list(AREAS.codes)
    assert frame.crs.to_epsg() == (4326 if crs == WGS84 else 28992)


@pytest.fixture(scope="module")
def sheet(tmp_path_factory):
    return sheet_in(tmp_path_factory.mktemp("sheet"))


@given(st.permutations(range(len(AREAS))), st.integers(1, len(AREAS)))
def test_some_areas_of_a_sheet_in_any_order(sheet, order, count):
    rows = np.array(order[:count])
    found = json.loads(b"[" + b"".join(sheet.features(rows)) + b"]")
    every = json.loads(sheet.path.read_bytes())["features"]
    assert found == [every[row] for row in rows.tolist()]


def test_a_sheet_is_the_collection_that_is_made_of_columns(tmp_path):
    lying = json.loads(sheet_in(tmp_path).path.read_bytes())
    made = json.loads(feature_collection(AREAS.fragments, COLUMNS))
    assert lying["features"] == made["features"]
    assert lying["bbox"] == made["bbox"]
    assert lying["numberReturned"] == len(AREAS)


@pytest.mark.parametrize("packer", PACKERS, ids=lambda packer: packer.coding)
def test_what_is_compressed_is_the_same(tmp_path, packer):
    path = sheet_in(tmp_path).path
    lying = path.with_name(path.name + packer.suffix).read_bytes()
    assert unpacked(packer.coding, [lying]) == path.read_bytes()


@settings(max_examples=30)
@given(st.dictionaries(st.text(max_size=9), st.text(max_size=99), max_size=9))
def test_a_head_of_ones_own_is_put_before_what_lies_ready(tmp_path_factory, members):
    sheet = sheet_in(tmp_path_factory.mktemp("sheet"))
    members = {name: text for name, text in members.items() if name not in {"type", "features"}}
    whole = b"".join(sheet.whole(members))
    found = json.loads(whole)
    assert {name: found[name] for name in members} == members
    assert found["features"] == json.loads(sheet.path.read_bytes())["features"]
    assert sheet.codings == ("zstd", "br", "gzip")
    for coding in sheet.codings:
        assert unpacked(coding, sheet.packed(coding, members)) == whole


@pytest.mark.parametrize("packer", PACKERS, ids=lambda packer: packer.coding)
def test_a_long_head_is_still_one_stream(packer):
    head = b" " * 100_000
    packed = packer.pack([b"body" * 1000])
    stream = [packer.front(head, packed), *packed.body, packer.back(head, packed)]
    assert unpacked(packer.coding, stream) == head + b"body" * 1000


WORDS = "the and government development university community population environment of in"


@settings(max_examples=60)
@given(
    head=st.binary(min_size=1, max_size=200),
    chosen=st.lists(st.sampled_from(WORDS.split()), max_size=2000),
    rest=st.binary(max_size=2000),
)
@pytest.mark.parametrize("packer", PACKERS, ids=lambda packer: packer.coding)
def test_any_head_goes_before_any_body_also_of_words_that_packers_know(packer, head, chosen, rest):
    """Brotli has a dictionary of its own, in which a word is found by how far behind it stands."""
    pieces = [" ".join(chosen).encode(), rest]
    packed = packer.pack(pieces)
    stream = [packer.front(head, packed), *packed.body, packer.back(head, packed)]
    assert unpacked(packer.coding, stream) == head + b"".join(pieces)


def test_an_older_layer_goes_out_as_far_as_it_lies_ready(tmp_path):
    sheet = sheet_in(tmp_path)
    older = {name: told for name, told in sheet.index.about.items() if name != "br"}
    old = replace(sheet, index=replace(sheet.index, about=older))
    assert old.codings == ("zstd", "gzip")


def test_each_feature_is_found_without_reading_the_others(tmp_path):
    sheet = sheet_in(tmp_path)
    features = json.loads(sheet.path.read_bytes())["features"]
    assert [json.loads(bytes(sheet.feature(row))) for row in range(4)] == features


@given(st.sets(st.integers(0, 3)))
def test_some_features_are_those_with_commas_between(tmp_path_factory, rows):
    sheet = sheet_in(tmp_path_factory.mktemp("sheet"))
    wanted = sorted(rows)
    pieces = sheet.features(np.array(wanted, np.int64))
    found = json.loads(b"[" + b"".join(pieces) + b"]")
    assert [feature["id"] for feature in found] == [AREAS.codes[row] for row in wanted]


def test_a_sheet_without_areas(tmp_path):
    nothing = replace(AREAS, codes=(), names=(), parents=(), geometry=np.empty(0, dtype=object))
    sheet = sheet_in(tmp_path, areas=nothing, columns={})
    assert json.loads(sheet.path.read_bytes())["features"] == []
    assert sheet.features(np.empty(0, np.int64)) == []
    for coding in sheet.codings:
        assert json.loads(unpacked(coding, sheet.packed(coding, {"a": 1})))["features"] == []


def test_the_same_areas_give_the_same_bytes(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    for place in (first, second):
        place.mkdir()
        sheet_in(place, RD_NEW)
    files = sorted(each.relative_to(first) for each in first.rglob("*") if each.is_file())
    assert len(files) == 7
    for each in files:
        assert (first / each).read_bytes() == (second / each).read_bytes()


def test_coordinates_outside_a_system_are_refused():
    with pytest.raises(BoundaryError, match="EPSG:28992"):
        encode(["a"], np.array([shapely.box(0, 0, 1e10, 1)], dtype=object), notation_of(RD_NEW))


def test_the_index_is_an_arrow_file(tmp_path):
    outlines_in(tmp_path, WGS84)
    table = pa.ipc.open_file(tmp_path / "crs84.arrow").read_all()
    assert table["area_name"].to_pylist() == list(AREAS.names)
    assert DEGREES.name == "crs84"
    assert (
        orjson.loads((tmp_path / "crs84.geojsonl").read_bytes().splitlines()[0])["properties"] == {}
    )


@pytest.mark.parametrize("crs", SYSTEMS)
def test_areas_that_touch_a_box_are_those_of_shapely(tmp_path, crs):
    random = np.random.default_rng(7)
    corners = random.uniform(150_000, 160_000, (40, 2)) + np.array([0, 308_000])
    boxes = [shapely.box(x, y, x + 900, y + 900) for x, y in corners]
    pierced = [each.difference(each.buffer(-300)) for each in boxes]
    codes = tuple(f"BU{n:08}" for n in range(len(boxes)))
    nobody = (None,) * len(boxes)
    areas = replace(
        AREAS,
        codes=codes,
        names=nobody,
        parents=nobody,
        geometry=np.array([*boxes[:20], *pierced[20:]], dtype=object),
    )
    fragments, notation = outlines_in(tmp_path, crs, areas).fragments, notation_of(crs)
    west, south, east, north = fragments.extent
    moved = transformed(areas.geometry, RD_NEW, crs)
    for x, y in random.random((60, 2)):
        place = west + x * (east - west), south + y * (north - south)
        box = (*place, place[0] + 0.05 * (east - west), place[1] + 0.03 * (north - south))
        found = fragments.touching(box, notation)
        assert found.tolist() == shapely.intersects(moved, shapely.box(*box)).tolist()
        assert not (found & ~fragments.within(box)).any()


def test_areas_are_sorted_by_their_codes():
    mixed = replace(
        AREAS,
        codes=("GM0003", "GM0001", "GM0010", "GM0002"),
        geometry=np.array([PIERCED, None, SQUARE, PAIR], dtype=object),
    )
    ordered = mixed.by_code()
    assert ordered.codes == ("GM0001", "GM0002", "GM0003", "GM0010")
    assert ordered.names == (None, "Vier", "Één", 'Dr. "Drie"')
    assert ordered.parents == (None, "PV21", "PV20", "PV20")
    assert [shape is None for shape in ordered.geometry] == [True, False, False, False]
    assert ordered.geometry[2] is PIERCED
