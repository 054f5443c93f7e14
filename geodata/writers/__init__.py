"""Writers: one file for each format; every one writes whole files into an empty folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from geodata.features import Features
from geodata.writers.delimited import write_csv
from geodata.writers.excel import write_excel
from geodata.writers.flatgeobuf import write_flatgeobuf
from geodata.writers.geojson import write_geojson
from geodata.writers.geopackage import write_geopackage
from geodata.writers.geoparquet import write_geoparquet
from geodata.writers.shapefile import write_shapefile

Writer = Callable[[Features, Path], None]

WRITERS: dict[str, Writer] = {
    ".csv": write_csv,
    ".fgb": write_flatgeobuf,
    ".geojson": write_geojson,
    ".geoparquet": write_geoparquet,
    ".gpkg": write_geopackage,
    ".json": write_geojson,
    ".parquet": write_geoparquet,
    ".shp": write_shapefile,
    ".xlsx": write_excel,
}
