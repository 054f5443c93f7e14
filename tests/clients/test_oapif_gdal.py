"""GDAL reads OGC API: a whole layer, a part of it, and what it asks for that."""

import json
import re
import shutil
import subprocess
import urllib.request

import pyogrio
import pytest
import shapely

from tests.squares import CODES, NO_FIGURES, shapes

FILTER = "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter"
OGR2OGR, OGRINFO = shutil.which("ogr2ogr"), shutil.which("ogrinfo")
old_gdal = pytest.mark.skipif(
    OGR2OGR is None or OGRINFO is None, reason="ogr2ogr is not here: apt-get install gdal-bin"
)


@pytest.fixture
def read(service):
    """A layer as GDAL of pyogrio reads it."""
    service.asked()

    def layer(name="municipality", **asked):
        return pyogrio.read_dataframe(f"OAPIF:{service.url}/collections/{name}", **asked)

    return layer


def test_every_collection_is_a_layer(service):
    found = pyogrio.list_layers(f"OAPIF:{service.url}")[:, 0].tolist()
    assert found == ["municipality", "municipality-2021", "municipality-2020"]


def test_a_whole_layer_comes_in_one_page_in_the_system_of_the_country(service, read):
    frame = read()
    assert frame["area_code"].tolist() == [*CODES]
    assert frame.crs.to_epsg() == 28992
    assert all(map(shapely.equals, frame.geometry, shapes().geometry))
    full = [page for page in service.pages() if int(page["query"]["limit"][0]) >= 1000]
    assert len(full) == 1
    assert full[0]["query"]["crs"] == ["http://www.opengis.net/def/crs/EPSG/0/28992"]


def test_missing_figures_stay_missing(read):
    row = read().set_index("area_code").loc[NO_FIGURES]
    assert row[["index", "rank", "decile", "income"]].isna().all()
    assert row["status"] == "not_in_table"


def test_fields_have_their_types_also_where_the_first_areas_have_no_figures(sparse_service):
    source = f"OAPIF:{sparse_service.url}/collections/municipality"
    info = pyogrio.read_info(source)
    kinds = dict(zip(info["fields"].tolist(), info["ogr_types"], strict=True))
    assert {kinds[name] for name in ("index", "coverage", "income")} == {"OFTReal"}
    assert {kinds[name] for name in ("rank", "decile", "income_rank")} == {"OFTInteger"}
    assert {kinds[name] for name in ("area_code", "area_name", "status")} == {"OFTString"}
    frame = pyogrio.read_dataframe(source)
    assert frame["index"].notna().sum() == 4
    assert not (frame["index"].dropna() % 1 == 0).all()


def test_a_box_is_asked_of_the_service(service, read):
    west, south = 152_100, 452_100
    frame = read(bbox=(west, south, west + 3000, south + 100))
    assert frame["area_code"].tolist() == ["GM0008", "GM0009"]
    (page,) = [page for page in service.pages() if "bbox" in page["query"]]
    assert page["query"]["bbox-crs"] == ["http://www.opengis.net/def/crs/EPSG/0/28992"]
    assert page["bytes"] < 6_000


@pytest.mark.parametrize(
    ("where", "expected"),
    [("area_code = 'GM0007'", ["GM0007"]), ("status = 'not_in_table'", [NO_FIGURES])],
)
def test_a_value_is_asked_of_the_service(service, read, where, expected):
    assert read(where=where)["area_code"].tolist() == expected
    name, value = where.replace("'", "").split(" = ")
    pages = service.pages()
    asked = [page for page in pages if value in str(page["query"])]
    assert asked, pages
    assert name in str(asked[-1]["query"])
    assert asked[-1]["bytes"] < 4_000


@pytest.mark.parametrize("where", ["index > 20", "decile <= 2 AND area_name LIKE '%1'"])
def test_a_filter_is_asked_of_the_service_where_it_has_filters(service, read, where):
    with urllib.request.urlopen(f"{service.url}/conformance", timeout=20) as answer:
        if FILTER not in json.load(answer)["conformsTo"]:
            pytest.skip("this service has no filters yet")
    every = read()
    service.asked()
    expected = (
        every.query("index > 20")
        if "index" in where
        else every[(every["decile"] <= 2) & every["area_name"].str.endswith("1")]
    )
    assert read(where=where)["area_code"].tolist() == expected["area_code"].tolist()
    asked = [page for page in service.pages() if "filter" in page["query"]]
    assert asked
    assert 0 < len(expected) < len(every)


def test_one_area_is_asked_for_by_its_id(service, read):
    assert read(where="id = 'GM0007'")["area_code"].tolist() == ["GM0007"]
    asked = [each["path"] for each in service.asked()]
    assert asked[-1] == "/ogc/v1/collections/municipality/items/GM0007"


def test_a_past_year_is_a_layer_of_its_own(read):
    assert len(read("municipality-2020")) == 30


# The oldest GDAL that is about


@old_gdal
def test_old_gdal_tells_count_extent_and_fields(service):
    told = run(OGRINFO, "-ro", "-so", f"OAPIF:{service.url}", "municipality")
    assert "Feature Count: 30" in told
    kinds = dict(re.findall(r"^(\w+): (String|Integer|Real)", told, re.MULTILINE))
    assert (kinds["area_code"], kinds["index"], kinds["rank"]) == ("String", "Real", "Integer")


@old_gdal
def test_old_gdal_makes_a_geopackage_of_it_without_a_complaint(service, tmp_path):
    path = tmp_path / "areas.gpkg"
    service.asked()
    run(OGR2OGR, "-nlt", "PROMOTE_TO_MULTI", path, f"OAPIF:{service.url}", "municipality")
    frame = pyogrio.read_dataframe(path)
    assert frame["area_code"].tolist() == [*CODES]
    pages = [page["query"] for page in service.pages()]
    assert len(pages) == 4  # ten at a time, whatever is offered; the first is asked for twice
    assert sum("after" in page for page in pages) == 2


@old_gdal
def test_old_gdal_asks_for_a_box_and_a_value(service, tmp_path):
    source = f"OAPIF:{service.url}"
    service.asked()
    west, south, east, north = "5.44", "52.07", "5.46", "52.08"
    run(OGR2OGR, tmp_path / "box.gpkg", source, "municipality", "-spat", west, south, east, north)
    assert any("bbox" in page["query"] for page in service.pages())
    run(OGR2OGR, tmp_path / "one.gpkg", source, "municipality", "-where", "area_code = 'GM0011'")
    assert pyogrio.read_dataframe(tmp_path / "one.gpkg")["area_code"].tolist() == ["GM0011"]
    assert any("GM0011" in str(page["query"]) for page in service.pages())


def run(*command):
    ran = subprocess.run([*map(str, command)], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "Warning" not in ran.stderr + ran.stdout, ran.stderr
    assert "ERROR" not in ran.stderr + ran.stdout, ran.stderr
    return ran.stdout
