"""Shapefiles: short names, said in a table; UTF-8; no clock."""

import csv

import geopandas as gpd
import pandas as pd
import pytest

from geodata import choropleth, write_boundaries
from geodata.styles import style_of


@pytest.fixture
def frame(towns):
    columns = {"living_environment": [1.0, 2.0, 3.0], "living_environment_rank": [3, 2, 1]}
    return pd.DataFrame({**columns, "status": "gemeten ✓"}, index=list(towns.codes))


def test_fields_have_short_names_and_a_table_says_which_is_which(tmp_path, towns, frame):
    write_boundaries(towns, tmp_path / "a.shp", frame)
    with (tmp_path / "a.fields.csv").open(encoding="utf-8", newline="") as file:
        told = {row["field"]: row["column"] for row in csv.DictReader(file)}
    fields = [name for name in gpd.read_file(tmp_path / "a.shp").columns if name != "geometry"]
    assert list(told) == fields
    assert list(told.values()) == ["area_code", "area_name", "parent_code", *frame.columns]
    assert max(map(len, fields)) <= 10


def test_texts_are_utf_8(tmp_path, towns, frame):
    write_boundaries(towns, tmp_path / "a.shp", frame)
    assert (tmp_path / "a.cpg").read_text() == "UTF-8"
    assert gpd.read_file(tmp_path / "a.shp")["status"][0] == "gemeten ✓"


def test_the_style_names_the_field_and_not_the_column(tmp_path, towns, frame):
    style = style_of(choropleth(towns, frame["living_environment"]), "living_environment")
    write_boundaries(towns, tmp_path / "a.shp", frame, [style])
    text = (tmp_path / "a.qml").read_text(encoding="utf-8")
    assert "livi_envir" in text
    assert "living_environment" not in text
