"""GeoPackage, with its styles inside, so that QGIS opens it coloured."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from geodata.features import Features
from geodata.styles.model import Style
from geodata.styles.qml import to_qml
from geodata.writers.ogr import write_ogr

GEOMETRY = "geom"
WRITTEN = "2000-01-01T00:00:00.000Z"  # no clock: the same areas give the same bytes

# As QGIS makes it: it reads the row with useAsDefault when the layer is opened.
STYLES = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    f_table_catalog TEXT(256), f_table_schema TEXT(256), f_table_name TEXT(256),
    f_geometry_column TEXT(256), styleName TEXT(30), styleQML TEXT, styleSLD TEXT,
    useAsDefault BOOLEAN, description TEXT, owner TEXT(30), ui TEXT(30),
    update_time DATETIME DEFAULT CURRENT_TIMESTAMP
)"""
UNGUARDED = "PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY;"  # moved once it is whole
COUNTERS = (24, 92)  # bytes in the head of the file
STYLE = """
INSERT INTO layer_styles (
    f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, styleQML,
    styleSLD, useAsDefault, description, owner, ui, update_time
) VALUES ('', '', ?, ?, ?, ?, '', ?, ?, '', NULL, ?)"""
CONTENT = """
INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change)
VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?)"""
COUNT = "INSERT INTO gpkg_ogr_contents (table_name, feature_count) VALUES ('layer_styles', ?)"


def write_geopackage(features: Features, path: Path) -> None:
    """Write a GeoPackage (OGC 12-128r18) with one layer, called as the file is.

    Every style is a row of the table `layer_styles`, which QGIS reads; the first is the default.
    """
    write_ogr(features, path, "GPKG", GEOMETRY_NAME=GEOMETRY)
    with closing(sqlite3.connect(path)) as base, base:
        base.executescript(UNGUARDED)
        if features.styles:
            _add_styles(base, path.stem, features.styles)
        base.execute("UPDATE gpkg_contents SET last_change = ?", [WRITTEN])
    _count_one_change(path)


def _count_one_change(path: Path) -> None:
    """Set both change counters in the head of the file: GDAL's threads commit as they please.

    Source: Database File Format of SQLite, 1.3.7 and 1.3.20.
    """
    with path.open("r+b") as file:
        for place in COUNTERS:
            file.seek(place)
            file.write((1).to_bytes(4, "big"))


def _add_styles(base: sqlite3.Connection, layer: str, styles: Iterable[Style]) -> None:
    rows = [
        (layer, GEOMETRY, style.title, to_qml(style), not number, style.column, WRITTEN)
        for number, style in enumerate(styles)
    ]
    base.execute(STYLES)
    base.executemany(STYLE, rows)
    base.execute(CONTENT, [WRITTEN])
    base.execute(COUNT, [len(rows)])
