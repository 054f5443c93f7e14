"""GeoPackages with their styles inside."""

import sqlite3
from contextlib import closing

import pandas as pd
import pytest

from geodata import choropleth, write_boundaries
from geodata.styles import style_of, to_qml


@pytest.fixture
def package(tmp_path, towns):
    frame = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": [3.0, 2.0, 1.0]}, index=list(towns.codes))
    styles = [style_of(choropleth(towns, frame[name]), name, f"De {name}") for name in "ab"]
    return write_boundaries(towns, tmp_path / "towns.gpkg", frame, styles)[0], styles


def rows(path, query):
    with closing(sqlite3.connect(path)) as base:
        return base.execute(query).fetchall()


def test_every_style_is_inside_and_the_first_is_the_default(package):
    path, styles = package
    query = "SELECT f_table_name, f_geometry_column, styleName, styleQML, useAsDefault FROM layer_styles"
    assert rows(path, query) == [
        ("towns", "geom", "De a", to_qml(styles[0]), 1),
        ("towns", "geom", "De b", to_qml(styles[1]), 0),
    ]


def test_the_table_of_styles_is_registered_as_the_standard_wants(package):
    query = "SELECT table_name, data_type, last_change FROM gpkg_contents ORDER BY table_name"
    never = "2000-01-01T00:00:00.000Z"
    assert rows(package[0], query) == [
        ("layer_styles", "attributes", never),
        ("towns", "features", never),
    ]


def test_the_package_is_whole(package):
    assert rows(package[0], "PRAGMA integrity_check") == [("ok",)]
    assert rows(package[0], "PRAGMA foreign_key_check") == []


def test_without_styles_there_is_no_table_for_them(tmp_path, towns):
    write_boundaries(towns, tmp_path / "a.gpkg")
    assert rows(tmp_path / "a.gpkg", "SELECT table_name FROM gpkg_contents") == [("a",)]
