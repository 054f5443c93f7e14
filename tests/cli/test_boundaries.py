"""`mdi boundaries check`: all of it at once, and an exit code that says whether to go on."""

from __future__ import annotations

import json

import geopandas as gpd
import pytest
import shapely

from tests.broken.dirty_layer import EXPECTED, write_dirty_layer

ASKED = ("--level", "municipality", "--vintage", "2021")


def test_sound_shapes_leave_with_nought(mdi_, squareland):
    ran = mdi_("boundaries", "check", squareland / "municipality.parquet", *ASKED)
    assert ran.code == 0, ran.err
    assert "municipality.parquet · municipality 2021 · EPSG:28992 · " in ran.out
    assert "The file can be used." in ran.out


def test_dirt_of_every_kind_is_shown_and_leaves_with_three(mdi_, here):
    path = write_dirty_layer(here / "dirty.gpkg")
    ran = mdi_("boundaries", "check", path, *ASKED)
    assert ran.code == 3
    for areas in EXPECTED.values():
        assert all(area in ran.all for area in areas)
    assert "Note: rows of water left out (WATER): 1" in ran.out
    assert "The file cannot be used before all with ✗ is put right." in ran.out


def test_json_stands_alone(mdi_, here):
    path = write_dirty_layer(here / "dirty.gpkg")
    ran = mdi_("boundaries", "check", path, *ASKED, "--json")
    assert ran.code == 3
    told = json.loads(ran.out)
    assert told["usable"] is False
    assert {finding["kind"] for finding in told["findings"]} == set(EXPECTED)


def test_shapes_of_another_level_are_foreign(mdi_, squareland):
    ran = mdi_(
        "boundaries",
        "check",
        squareland / "municipality.parquet",
        *("--level", "district", "--vintage", "2021"),
    )
    assert ran.code == 3
    assert "with a code of another level or country" in ran.all


def test_a_level_of_ones_own_brings_its_pattern(mdi_, here):
    path = here / "tracts.geojson"
    frame = gpd.GeoDataFrame({"tract": ["36061"]}, geometry=[shapely.box(-74, 40, -73, 41)])
    frame.set_crs("EPSG:4326").to_file(path)
    asked = ("--level", "tract", "--vintage", "2020")
    assert mdi_("boundaries", "check", path, *asked).code == 4
    ran = mdi_("boundaries", "check", path, *asked, "--code-pattern", "[0-9]{5}")
    assert ran.code == 0, ran.err


def test_a_declared_system_takes_the_place_of_the_one_in_the_file(mdi_, here):
    path = here / "towns.geojson"
    shape = shapely.box(155e3, 463e3, 156e3, 464e3)
    frame = gpd.GeoDataFrame({"code": ["GM9101"]}, geometry=[shape], crs="OGC:CRS84")
    frame.to_file(path)
    ran = mdi_("boundaries", "check", path, *ASKED)
    assert ran.code == 3
    assert "looks like EPSG:28992" in ran.all
    assert mdi_("boundaries", "check", path, *ASKED, "--crs", "EPSG:28992").code == 0


@pytest.mark.parametrize(
    ("name", "content", "code"), [("none.gpkg", None, 5), ("rubbish.geojson", "rubbish", 5)]
)
def test_what_cannot_be_read_is_one_sentence(mdi_, here, name, content, code):
    if content is not None:
        (here / name).write_text(content)
    ran = mdi_("boundaries", "check", here / name, *ASKED)
    assert ran.code == code
    assert ran.out == ""
