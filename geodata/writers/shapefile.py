"""Shapefile: names of ten characters at most, and a table that says what they stand for."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from geodata.features import Features
from geodata.writers.beside import write_qml
from geodata.writers.field_names import short_names
from geodata.writers.ogr import write_ogr

WRITTEN = "2000-01-01"  # no clock: the same areas give the same bytes


def write_shapefile(features: Features, path: Path) -> None:
    """Write a Shapefile in UTF-8, with a `.qml` beside it where there is a style.

    `NAME.fields.csv` says for each field which column it holds.
    """
    names = short_names(features.table.column_names)
    table = features.table.rename_columns([names[name] for name in features.table.column_names])
    styles = tuple(style.of(names) for style in features.styles)
    short = replace(features, table=table, styles=styles)
    write_ogr(short, path, "ESRI Shapefile", ENCODING="UTF-8", DBF_DATE_LAST_UPDATE=WRITTEN)
    write_qml(styles, path)
    with path.with_suffix(".fields.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([("field", "column"), *((names[name], name) for name in names)])
