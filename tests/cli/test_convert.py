"""`mdi convert`: from shapes and a result to a coloured file, in one command."""

import json
import sqlite3
from contextlib import closing

import geopandas as gpd
import pandas as pd
import pytest

from geodata import palette
from mdi.cli.convert import ENDINGS
from tests.squares import NO_FIGURES, NO_SHAPE


@pytest.fixture
def shapes(squareland):
    return squareland / "municipality.parquet"


@pytest.fixture
def result(mdi_, here, of_squareland):
    """The index of 2021 in every format that can be joined; returns the CSV."""
    outs = [
        word for suffix in ("csv", "json", "parquet", "xlsx") for word in ("--out", f"mdi.{suffix}")
    ]
    assert mdi_("compute", *of_squareland, *outs).code == 0
    return here / "mdi.csv"


def styles(path):
    query = (
        "SELECT description, styleName, styleQML FROM layer_styles ORDER BY useAsDefault DESC, id"
    )
    with closing(sqlite3.connect(path)) as base:
        return base.execute(query).fetchall()


def test_one_command_makes_a_coloured_geopackage(mdi_, here, shapes, result):
    ran = mdi_("convert", shapes, "--values", result, "--out", "mdi.gpkg", "--palette", "purples")
    assert ran.code == 0, ran.all
    assert "Written: mdi.gpkg" in ran.out
    frame = gpd.read_file(here / "mdi.gpkg", layer="mdi").set_index("area_code")
    expected = pd.read_csv(result).set_index("area_code")["index"].drop(NO_SHAPE)
    pd.testing.assert_series_equal(frame["index"].drop(NO_FIGURES).loc[expected.index], expected)
    (column, title, text), *others = styles(here / "mdi.gpkg")
    assert (column, title) == ("index", "Index")
    first, last = (",".join(map(str, bytes.fromhex(c[1:]))) for c in palette("purples", 5)[::4])
    assert text.index(first) < text.index(last)
    assert {"rank", "income", "health_rank"} < {column for column, *_ in others}


def test_what_did_not_match_is_said(mdi_, shapes, result):
    ran = mdi_("convert", shapes, "--values", result, "--out", "mdi.gpkg")
    assert f"1 area with values but no shape: {NO_SHAPE}" in ran.err
    assert f"1 shape without values: {NO_FIGURES}" in ran.err
    assert "30 areas · EPSG:28992" in ran.out


@pytest.mark.parametrize("suffix", ENDINGS)
def test_every_format_holds_all_areas_and_columns(mdi_, here, shapes, result, suffix):
    ran = mdi_("convert", shapes, "--values", result, "--out", f"new{suffix}")
    assert ran.code == 0, ran.all
    readers = {".csv": pd.read_csv, ".xlsx": pd.read_excel, ".parquet": gpd.read_parquet}
    options = {".gpkg": {"layer": "new"}, ".xlsx": {"engine": "openpyxl"}}.get(suffix, {})
    frame = readers.get(suffix, gpd.read_file)(here / f"new{suffix}", **options)
    assert len(frame) == 30
    assert {"area_code", "index", "rank", "status"} < set(frame.columns)


@pytest.mark.parametrize("suffix", ["json", "parquet", "xlsx"])
def test_a_result_may_have_any_format_that_compute_writes(mdi_, here, shapes, result, suffix):
    for values, out in ((result, "a.csv"), (f"mdi.{suffix}", "b.csv")):
        assert mdi_("convert", shapes, "--values", values, "--out", out).code == 0
    one, other = (pd.read_csv(here / name) for name in ("a.csv", "b.csv"))
    pd.testing.assert_frame_equal(one, other, rtol=0, atol=0)


def test_shapes_alone_go_to_another_coordinate_system(mdi_, here, shapes):
    ran = mdi_("convert", shapes, "--crs", "EPSG:4326", "--out", "world.fgb")
    assert ran.code == 0, ran.all
    west, south, east, north = gpd.read_file(here / "world.fgb").total_bounds
    assert 3 < west < east < 8
    assert 50 < south < north < 54
    assert not (here / "world.qml").exists()


def test_a_file_that_names_no_coordinate_system_can_be_told_one(mdi_, here, shapes):
    mdi_("convert", shapes, "--out", "bare.shp")
    (here / "bare.prj").unlink()
    assert "coordinate system" in mdi_("convert", "bare.shp", "--out", "a.gpkg").err
    ran = mdi_("convert", "bare.shp", "--from-crs", "EPSG:28992", "--out", "a.gpkg")
    assert ran.code == 0, ran.all
    assert gpd.read_file(here / "a.gpkg").crs.to_epsg() == 28992


def test_every_measure_has_a_style_in_the_folder(mdi_, here, shapes, result):
    arguments = ("--out", "mdi.geojson", "--styles", "styles", "--language", "en")
    ran = mdi_("convert", shapes, "--values", result, *arguments)
    assert ran.code == 0, ran.all
    made = json.loads((here / "styles" / "health_rank.json").read_text(encoding="utf-8"))
    assert made["name"] == "Health (rank)"
    assert made["sources"]["areas"]["data"] == "mdi.geojson"
    names = {path.stem for path in (here / "styles").glob("*.qml")}
    assert names == {path.stem for path in (here / "styles").glob("*.json")}


def test_ranks_have_the_dark_end_where_deprivation_is(mdi_, here, shapes, result):
    mdi_("convert", shapes, "--values", result, "--out", "a.geojson", "--styles", "styles")
    index, rank = (
        [entry["color"] for entry in json.loads(path.read_text())["metadata"]["legend"][:-1]]
        for path in (here / "styles" / "index.json", here / "styles" / "rank.json")
    )
    assert rank == index[::-1]


def test_the_map_opens_with_the_measure_that_is_asked_for(mdi_, here, shapes, result):
    mdi_("convert", shapes, "--values", result, "--measure", "health", "--out", "a.gpkg")
    assert styles(here / "a.gpkg")[0][0] == "health"


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--out", "a.dwg"], 2, "an ending that is not known"),
        (["--out", "a.gpkg", "--measure", "index"], 2, "give --values RESULT"),
        (["--out", "a.gpkg", "--values", "none.csv"], 5, "'none.csv' cannot be read"),
        (["--out", "a.gpkg", "--values", "odd.txt"], 5, "Expected .csv, .json, .parquet, .xlsx"),
        (["--out", "a.gpkg", "--values", "no_codes.csv"], 3, "no column 'area_code'"),
        (["--out", "a.gpkg", "--values", "mdi.csv", "--measure", "indexx"], 2, "'index'?"),
        (["--out", "a.gpkg", "--values", "mdi.csv", "--palette", "pink"], 2, "no palette 'pink'"),
        (["--out", "a.gpkg", "--crs", "EPSG:1"], 3, "no coordinate system"),
        (["--out", "nowhere/a.gpkg"], 2, "there is no folder 'nowhere'"),
        (["--out", "a.gpkg", "--values", "twice.csv"], 2, "more than one value"),
        (["--out", "a.gpkg", "--values", "broken.json"], 5, "cannot be read"),
    ],
)
@pytest.mark.usefixtures("result")
def test_a_mistake_is_answered_and_leaves_nothing(mdi_, here, shapes, arguments, code, said):
    (here / "no_codes.csv").write_text("code,index\nGM0001,1\n")
    (here / "twice.csv").write_text("area_code,index\nGM0001,1\nGM0001,2\n")
    (here / "broken.json").write_text("[1")
    before = sorted(here.iterdir())
    ran = mdi_("convert", shapes, *arguments)
    assert (ran.code, said in ran.all) == (code, True), ran.all
    assert sorted(here.iterdir()) == before


def test_a_shapefile_and_its_kin_do_not_share_a_style_that_fits_one_alone(mdi_, shapes, result):
    both = ("--values", result, "--out", "a.shp", "--out", "a.fgb")
    assert mdi_("convert", shapes, *both).code == 0
    ran = mdi_("convert", shapes, *both, "--measure", "living_environment")
    assert ran.code == 2
    assert "would share one .qml" in ran.all
