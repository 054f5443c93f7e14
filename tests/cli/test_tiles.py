"""`mdi tiles`: shapes and a result in, one archive out."""

from __future__ import annotations

import gzip

import mapbox_vector_tile
import pandas as pd
import pytest
from pmtiles.reader import MemorySource, Reader, all_tiles

from tests.cli.conftest import Run


@pytest.fixture
def shapes(squareland):
    return [squareland / "municipality.parquet", "--level", "municipality", "--vintage", 2021]


def features(path):
    """The properties of every area in every zoom of an archive."""
    found = {}
    for (zoom, _, _), tile in all_tiles(MemorySource(path.read_bytes())):
        (layer,) = mapbox_vector_tile.decode(gzip.decompress(tile)).values()
        for feature in layer["features"]:
            properties = feature["properties"]
            found.setdefault(zoom, {})[properties["area_code"]] = properties
    return found


def test_every_area_is_in_every_zoom_with_its_values(mdi_: Run, here, shapes, of_squareland):
    assert mdi_("compute", *of_squareland, "--out", "mdi.parquet").code == 0
    ran = mdi_("tiles", *shapes, "--values", "mdi.parquet", "--out", "towns.pmtiles")
    assert ran.code == 0, ran.err
    assert "30 areas" in ran.out
    assert "1 area of the result without a shape: GM0031" in ran.all
    result = pd.read_parquet(here / "mdi.parquet").set_index("area_code")
    zooms = features(here / "towns.pmtiles")
    assert set(zooms) == set(range(min(zooms), 13))
    for areas in zooms.values():
        assert len(areas) == 30
        assert areas["GM0005"]["rank"] == result["rank"]["GM0005"]
        assert areas["GM0005"]["index"] == result["index"]["GM0005"]
        assert "rank" not in areas["GM0030"]


def test_without_values_the_tiles_are_slim(mdi_: Run, here, shapes):
    assert mdi_("tiles", *shapes, "--out", "towns.pmtiles", "--zooms", "6-8").code == 0
    zooms = features(here / "towns.pmtiles")
    assert sorted(zooms) == [6, 7, 8]
    assert zooms[6]["GM0001"] == {"area_code": "GM0001"}
    metadata = Reader(MemorySource((here / "towns.pmtiles").read_bytes())).metadata()
    assert (metadata["level"], metadata["vintage"]) == ("municipality", 2021)


@pytest.mark.parametrize("zooms", ["12-5", "5", "five", "5:12", "-1-4"])
def test_zooms_that_are_no_range_are_told(mdi_: Run, here, shapes, zooms):
    ran = mdi_("tiles", *shapes, "--out", "towns.pmtiles", f"--zooms={zooms}")
    assert ran.code == 2
    assert "FIRST-LAST" in ran.all
    assert list(here.iterdir()) == []


def test_another_ending_is_told_before_anything_is_read(mdi_: Run, here, shapes):
    ran = mdi_("tiles", *shapes, "--out", "towns.mbtiles")
    assert ran.code == 2
    assert ".pmtiles" in ran.all
    assert list(here.iterdir()) == []


def test_values_without_codes_are_told(mdi_: Run, here, shapes):
    (here / "values.csv").write_text("code,index\nGM0001,3\n")
    ran = mdi_("tiles", *shapes, "--values", "values.csv", "--out", "towns.pmtiles")
    assert ran.code == 3
    assert "area_code" in ran.all


def test_codes_that_come_twice_are_told(mdi_: Run, here, shapes):
    (here / "values.csv").write_text("area_code,index\nGM0001,3\nGM0001,4\n")
    ran = mdi_("tiles", *shapes, "--values", "values.csv", "--out", "towns.pmtiles")
    assert ran.code == 3
    assert "GM0001" in ran.all
