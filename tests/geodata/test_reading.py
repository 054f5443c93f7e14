"""Boundary files of every format become the same boundaries, or a clear message."""

import json
import zipfile

import geopandas as gpd
import numpy as np
import pytest
import shapely

from geodata import BoundaryError, BoundaryFileError, read_boundaries, write_boundaries
from geodata.formats import READERS

SQUARES = [shapely.box(155_000 + 1000 * n, 463_000, 156_000 + 1000 * n, 464_000) for n in range(3)]
CODES = ["GM9101", "GM9102", "GM9103"]


def frame(geometry=SQUARES, crs="EPSG:28992", **columns):
    columns = columns or {"gm_code": CODES, "gm_naam": ["Aa", "Bé", "Cc"]}
    return gpd.GeoDataFrame(columns, geometry=list(geometry), crs=crs)


def geojson(path, features, **members):
    collection = {"type": "FeatureCollection", **members, "features": features}
    path.write_text(json.dumps(collection), encoding="utf-8")
    return path


def feature(shape, **properties):
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": None if shape is None else shapely.geometry.mapping(shape),
    }


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".shp", ".fgb"])
def test_every_format_of_gdal_gives_the_same_boundaries(tmp_path, suffix):
    frame().to_file(tmp_path / f"towns{suffix}")
    read = read_boundaries(tmp_path / f"towns{suffix}", level="municipality", vintage=2022)
    assert dict(zip(read.codes, read.names, strict=True)) == dict(
        zip(CODES, ["Aa", "Bé", "Cc"], strict=True)
    )
    assert (read.level, read.vintage, read.crs) == ("municipality", 2022, "EPSG:28992")
    by_code = dict(zip(read.codes, read.geometry, strict=True))
    assert all(by_code[code].equals(shape) for code, shape in zip(CODES, SQUARES, strict=True))
    assert read.notes == ()


def test_a_zipped_shapefile_stays_zipped(tmp_path):
    frame().to_file(tmp_path / "towns.shp")
    with zipfile.ZipFile(tmp_path / "towns.zip", "w") as archive:
        for part in sorted(tmp_path.glob("towns.*")):
            if part.suffix != ".zip":
                archive.write(part, part.name)
    assert read_boundaries(tmp_path / "towns.zip").codes == tuple(CODES)


def test_geoparquet_by_geopandas_is_read(tmp_path):
    frame().to_parquet(tmp_path / "towns.parquet")
    read = read_boundaries(tmp_path / "towns.parquet")
    assert read.codes == tuple(CODES)
    assert read.crs == "EPSG:28992"


def test_what_we_write_we_read(tmp_path, towns):
    write_boundaries(towns, tmp_path / "towns.parquet")
    read = read_boundaries(tmp_path / "towns.parquet")
    assert (read.codes, read.names, read.parents) == (towns.codes, towns.names, towns.parents)
    assert shapely.equals_exact(read.geometry[[0, 2]], towns.geometry[[0, 2]]).all()
    assert read.geometry[1] is None
    assert read.notes == ("1 shape empty, kept as areas without one: GM9102",)


def test_geojson_without_crs_is_longitude_and_latitude(tmp_path):
    path = geojson(tmp_path / "a.geojson", [feature(shapely.box(5, 52, 6, 53), code="GM9101")])
    read = read_boundaries(path)
    assert read.crs == "OGC:CRS84"
    assert read.bounds == (5, 52, 6, 53)


@pytest.mark.parametrize("suffix", [".geojson", ".gpkg", ".shp", ".fgb", ".parquet"])
def test_longitude_comes_first_in_every_format_though_epsg_4326_says_otherwise(tmp_path, suffix):
    path = tmp_path / f"towns{suffix}"
    made = frame([shapely.box(5, 52, 6, 53)], "EPSG:4326", code=["GM9101"])
    made.to_parquet(path) if suffix == ".parquet" else made.to_file(path)
    read = read_boundaries(path)
    assert (read.crs, read.bounds) == ("OGC:CRS84", (5, 52, 6, 53))


def test_latitude_first_is_declared(tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4326"}}
    turned = feature(shapely.box(52, 5, 53, 6), code="GM9101")
    path = geojson(tmp_path / "a.geojson", [turned], crs=crs)
    assert read_boundaries(path, axes="yx").bounds == (5, 52, 6, 53)


def test_northing_first_is_found_out(tmp_path):
    turned = [shapely.box(463_000, 155_000, 464_000, 156_000)]
    frame(turned, code=["GM9101"]).to_file(tmp_path / "towns.gpkg")
    with pytest.raises(BoundaryError, match="declare the axes as 'yx'"):
        read_boundaries(tmp_path / "towns.gpkg")
    read = read_boundaries(tmp_path / "towns.gpkg", axes="yx")
    assert read.bounds == (155_000, 463_000, 156_000, 464_000)


def test_a_declared_system_takes_the_place_of_the_one_in_the_file(tmp_path):
    path = geojson(tmp_path / "a.geojson", [feature(SQUARES[0], code="GM9101")])
    assert read_boundaries(path, crs="EPSG:28992").crs == "EPSG:28992"


def test_geojson_that_hides_rd_new_is_found_out(tmp_path):
    path = geojson(tmp_path / "a.geojson", [feature(SQUARES[0], code="GM9101")])
    with pytest.raises(BoundaryError, match="do not lie in the area of OGC:CRS84"):
        read_boundaries(path)


def test_the_old_crs_member_is_honoured(tmp_path):
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    path = geojson(tmp_path / "a.geojson", [feature(SQUARES[0], code="GM9101")], crs=crs)
    assert read_boundaries(path).crs == "EPSG:28992"


def test_a_shapefile_without_a_system_is_refused(tmp_path):
    frame().to_file(tmp_path / "towns.shp")
    (tmp_path / "towns.prj").unlink()
    with pytest.raises(BoundaryError, match=r"names no coordinate system.*\n.*\.prj"):
        read_boundaries(tmp_path / "towns.shp")


def test_water_is_no_area(tmp_path):
    columns = {"GM_CODE": ["GM9101", "GM9101", "GM9103"], "H2O": ["NEE", "JA", "NEE"]}
    frame(**columns).to_file(tmp_path / "towns.gpkg")
    read = read_boundaries(tmp_path / "towns.gpkg")
    assert read.codes == ("GM9101", "GM9103")
    assert read.notes == ("rows of water left out (H2O): 1",)


def test_water_may_be_joined_to_its_land(tmp_path):
    columns = {"GM_CODE": ["GM9101", "GM9101", "GM9103"], "WATER": ["NEE", "JA", "NEE"]}
    frame(**columns).to_file(tmp_path / "towns.gpkg")
    read = read_boundaries(tmp_path / "towns.gpkg", water="dissolve")
    assert read.geometry[0].equals(shapely.box(155_000, 463_000, 157_000, 464_000))
    assert read.notes == ("rows of water joined to land (WATER): 1",)


def test_areas_are_made_to_fit_on_request(tmp_path):
    wide = shapely.box(155_000, 463_000, 156_100, 464_000)
    frame([wide, *SQUARES[1:]]).to_file(tmp_path / "towns.gpkg")
    asis = read_boundaries(tmp_path / "towns.gpkg", vintage=2022)
    made = read_boundaries(tmp_path / "towns.gpkg", vintage=2022, clean=True)
    assert not shapely.coverage_is_valid(asis.geometry)
    assert shapely.coverage_is_valid(made.geometry)
    assert "2 areas did not fit their neighbours, cleaned: largest change" in made.notes[0]
    assert made.vintage == 2022


def test_all_wrong_codes_are_reported_at_once(tmp_path):
    frame(code=["GM9101", "GM9101", "Cc"]).to_file(tmp_path / "towns.gpkg")
    with pytest.raises(BoundaryError) as caught:
        read_boundaries(tmp_path / "towns.gpkg")
    assert len(caught.value.problems) == 2
    assert "GM9101 (2 times)" in caught.value.problems[0]
    assert "'Cc'" in caught.value.problems[1]


def test_codes_are_trimmed(tmp_path):
    frame(code=[" GM9101", "GM9102 ", "GM9103\t"]).to_file(tmp_path / "towns.gpkg")
    assert read_boundaries(tmp_path / "towns.gpkg").codes == tuple(CODES)


def test_parents_are_read_where_they_stand(tmp_path):
    frame(code=CODES, parent_code=["PV91", None, "PV92"]).to_file(tmp_path / "towns.gpkg")
    with pytest.raises(BoundaryError, match="no column 'label'"):
        read_boundaries(tmp_path / "towns.gpkg", name_column="label")
    assert read_boundaries(tmp_path / "towns.gpkg").parents == ("PV91", None, "PV92")


def test_invalid_shapes_are_repaired_and_noted(tmp_path):
    tie = shapely.Polygon(
        [(155_000, 463_000), (156_000, 464_000), (156_000, 463_000), (155_000, 464_000)]
    )
    frame([*SQUARES[:2], tie]).to_file(tmp_path / "towns.gpkg")
    read = read_boundaries(tmp_path / "towns.gpkg")
    assert read.notes == ("1 shape invalid, repaired: GM9103",)
    assert shapely.is_valid(read.geometry).all()


def test_of_several_layers_one_is_named(tmp_path):
    path = tmp_path / "towns.gpkg"
    frame().to_file(path, layer="towns")
    frame(code=["PV91", "PV92", "PV93"]).to_file(path, layer="provinces")
    with pytest.raises(BoundaryError, match=r"2 layers.*\n.*towns, provinces"):
        read_boundaries(path)
    with pytest.raises(BoundaryError, match="no layer 'seas'"):
        read_boundaries(path, layer="seas")
    assert read_boundaries(path, layer="provinces").codes == ("PV91", "PV92", "PV93")


def test_a_file_without_rows_holds_no_areas(tmp_path):
    path = geojson(tmp_path / "a.geojson", [])
    with pytest.raises(BoundaryError, match="no areas"):
        read_boundaries(path)


def test_a_parquet_file_without_shapes_is_refused(tmp_path):
    frame().drop(columns="geometry").to_parquet(tmp_path / "table.parquet")
    with pytest.raises(BoundaryFileError, match="without shapes"):
        read_boundaries(tmp_path / "table.parquet")


def test_geoparquet_of_another_encoding_is_refused(tmp_path):
    frame().to_parquet(tmp_path / "a.parquet", geometry_encoding="geoarrow")
    with pytest.raises(BoundaryFileError, match="not as WKB"):
        read_boundaries(tmp_path / "a.parquet")


@pytest.mark.parametrize("rubbish", ["rubbish", '{"type": "FeatureCollection", "features": [{"ty'])
@pytest.mark.parametrize("suffix", sorted(READERS))
def test_rubbish_is_refused_in_one_sentence(tmp_path, suffix, rubbish, capfd):
    path = tmp_path / f"rubbish{suffix}"
    path.write_text(rubbish)
    with pytest.raises(BoundaryFileError) as caught:
        read_boundaries(path)
    assert str(path) in caught.value.message
    assert "driver" not in str(caught.value)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".parquet"])
def test_a_truncated_file_is_refused(tmp_path, suffix, capfd):
    path = tmp_path / f"towns{suffix}"
    frame().to_parquet(path) if suffix == ".parquet" else frame().to_file(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises((BoundaryFileError, BoundaryError)):
        read_boundaries(path)
    assert capfd.readouterr() == ("", "")


def test_a_file_that_is_not_there_and_a_suffix_we_do_not_know(tmp_path):
    with pytest.raises(BoundaryFileError, match="There is no file"):
        read_boundaries(tmp_path / "nowhere.gpkg")
    (tmp_path / "a.csv").write_text("code\n")
    with pytest.raises(BoundaryFileError, match=r"(?s)'a.csv'.*\.gpkg"):
        read_boundaries(tmp_path / "a.csv")


@pytest.mark.real_data
@pytest.mark.parametrize(
    ("file", "areas", "first", "crs"),
    [
        ("gemeente_2022_rd", 345, ("GM0014", "Groningen"), "EPSG:28992"),
        ("gemeente_2022_wgs84", 345, ("GM0014", "Groningen"), "OGC:CRS84"),
        ("gemeente_2017_rd", 388, ("GM0003", "Appingedam"), "EPSG:28992"),
        ("wijk_2022_rd", 3340, ("WK001400", "Centrum"), "EPSG:28992"),
        ("provincie_2022_rd", 12, ("PV20", "Groningen"), "EPSG:28992"),
    ],
)
def test_published_boundaries_are_read_whole(shared_data, file, areas, first, crs):
    read = read_boundaries(shared_data / "netherlands" / f"{file}.geojson")
    assert len(read) == areas == len(set(read.codes))
    assert (read.codes[0], read.names[0]) == first
    assert read.crs == crs
    assert shapely.is_valid(read.geometry).all()
    west, south, east, north = read.wgs84().bounds
    assert 3.3 < west < east < 7.3
    assert 50.7 < south < north < 53.6


@pytest.mark.real_data
def test_published_shapes_are_the_same_in_both_systems(shared_data):
    rd, wgs = (
        read_boundaries(shared_data / "netherlands" / f"gemeente_2022_{crs}.geojson").wgs84()
        for crs in ("rd", "wgs84")
    )
    assert rd.codes == wgs.codes
    assert np.abs(rd.envelopes - wgs.envelopes).max() < 2e-5  # the file has five decimals


@pytest.mark.real_data
def test_amsterdam_has_two_columns_of_codes_and_asks_which(shared_data):
    path = shared_data / "netherlands" / "amsterdam_buurten_2022_rd.geojson"
    with pytest.raises(BoundaryError, match="bu_code_2015, bu_code_2022"):
        read_boundaries(path)
    read = read_boundaries(path, code_column="bu_code_2022")
    assert (len(read), read.codes[0], read.names[0]) == (439, "BU0363AE01", "Kop Zeedijk")
