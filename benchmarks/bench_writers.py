"""Files of 14,500 invented neighbourhoods with 30 columns, against geopandas in the same run.

Ours hold the style for QGIS too, and are the same bytes every time. Both write the same rows and
shapes: from shapes and a frame on one side, from a `GeoDataFrame` on the other. GeoParquet is
compressed alike and has the box of every area on both sides.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import geopandas as gpd
import pandas as pd
import shapely

from benchmarks.bench_geojson import case_of
from benchmarks.measure import Finding, in_words, medians
from geodata import Boundaries, Quantile, Style, choropleth, style_of, write_boundaries

AREAS = 14_500
TARGETS = {".gpkg": 1.0, ".fgb": 1.0, ".shp": 0.9, ".parquet": 0.8}
FORMATS = {
    ".gpkg": "GeoPackage",
    ".fgb": "FlatGeobuf",
    ".shp": "Shapefile",
    ".parquet": "GeoParquet",
}
DRIVERS = {".gpkg": "GPKG", ".fgb": "FlatGeobuf", ".shp": "ESRI Shapefile"}


@dataclass(frozen=True)
class Case:
    """The same areas for both: apart as shapes and columns, and joined as geopandas has them."""

    boundaries: Boundaries
    columns: pd.DataFrame
    style: Style
    frame: gpd.GeoDataFrame
    folder: Path

    def ours(self, suffix: str) -> Path:
        """Written by us, coloured."""
        path = self._place("ours") / f"areas{suffix}"
        write_boundaries(self.boundaries, path, self.columns, [self.style])
        return path

    def theirs(self, suffix: str) -> Path:
        """Written by geopandas."""
        path = self._place("theirs") / f"areas{suffix}"
        if suffix == ".parquet":
            self.frame.to_parquet(path, compression="zstd", write_covering_bbox=True)
        else:
            self.frame.to_file(path, driver=DRIVERS[suffix])
        return path

    def _place(self, name: str) -> Path:
        """An empty folder: an older file is not written over."""
        place = self.folder / name
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        return place


def make_case(areas: int, folder: Path) -> Case:
    """An invented country, its figures, and a style of one of them."""
    made = case_of(areas)
    columns = pd.DataFrame(made.columns)
    columns.columns = [name.replace("figure", "f") for name in columns]  # a Shapefile has room
    values = columns.set_index("area_code")["f_0"]
    style = style_of(choropleth(made.boundaries, values, Quantile(5)), "f_0", "A figure")
    geometry = made.boundaries.geometry
    joined = gpd.GeoDataFrame(columns, geometry=geometry, crs=made.boundaries.crs)
    return Case(made.boundaries, columns, style, joined, folder)


def agree(case: Case, suffix: str) -> None:
    """Stop unless both wrote the same codes, figures and shapes.

    Raises:
        SystemExit: they differ.
    """
    read = gpd.read_parquet if suffix == ".parquet" else gpd.read_file
    layer = {"layer": "areas"} if suffix == ".gpkg" else {}
    found = read(case.ours(suffix), **layer), read(case.theirs(suffix), **layer)
    ours, theirs = (frame.sort_values("area_code") for frame in found)
    same = all(ours[name].tolist() == theirs[name].tolist() for name in ("area_code", "rank"))
    close = (ours["f_0"] - theirs["f_0"]).abs().max() < 1e-12
    shapes = shapely.equals(ours.geometry.normalize(), theirs.geometry.normalize())
    if not (same and close and shapes.all()):
        sys.exit(f"ours and geopandas differ in {suffix}; nothing was measured")


def run(areas: int = AREAS, rounds: int = 1) -> list[Finding]:
    """One finding for each format: what geopandas takes ÷ what ours takes."""
    with tempfile.TemporaryDirectory() as folder:
        case = make_case(areas, Path(folder))
        return [_finding(case, suffix, rounds) for suffix in FORMATS]


def _finding(case: Case, suffix: str, rounds: int) -> Finding:
    agree(case, suffix)
    tasks: dict[str, Callable[[], object]] = {
        "ours": partial(case.ours, suffix),
        "theirs": partial(case.theirs, suffix),
    }
    seconds = medians(tasks, rounds)
    figures = f"{in_words(seconds['theirs'])} ÷ {in_words(seconds['ours'])}"
    ratio = seconds["theirs"] / seconds["ours"]
    return Finding(
        f"{FORMATS[suffix]}, geopandas ÷ ours", figures, ratio, TARGETS[suffix], at_least=True
    )
