"""From a boundary file to `Boundaries`: what is read, checked, repaired and noted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import shapely

from geodata.boundaries import Boundaries
from geodata.columns import find_code_column, find_name_column
from geodata.crs import check_place
from geodata.errors import BoundaryError
from geodata.formats import read_layer
from geodata.layer import Layer
from geodata.repair import repair

PARENT_COLUMN = "parent_code"
WATER_COLUMNS = ("water", "h2o")  # CBS marks the water of a municipality with JA


def read_boundaries(  # noqa: PLR0913 -- a file needs as many words as its maker left out
    path: str | Path,
    *,
    level: str | None = None,
    vintage: int | None = None,
    code_column: str | None = None,
    code_pattern: str | None = None,
    name_column: str | None = None,
    layer: str | None = None,
) -> Boundaries:
    """Read the shapes of areas from GeoJSON, GeoPackage, Shapefile, FlatGeobuf or GeoParquet.

    The column with the area codes is found by its content: all its values are codes, each
    once. The rows that CBS marks as water are left out; invalid shapes are repaired; an area
    without a shape is kept. All of this is said in `notes`.

    Args:
        path: the file; a zipped Shapefile may stay zipped.
        level: the kind of area, as you call it.
        vintage: the year of the borders.
        code_column: the column with the area codes, where several hold codes.
        code_pattern: regular expression of a whole code, where the usual form is not yours.
        name_column: the column with the names.
        layer: which layer, where the file has several.

    Raises:
        BoundaryFileError: the file is not there or cannot be read.
        BoundaryError: what it holds does not hold up; all problems with the codes at once.
    """
    path = Path(path)
    raw = _without_water(read_layer(path, layer))
    if not len(raw.geometry):
        message = f"'{path.name}' holds no areas."
        raise BoundaryError(message)
    if raw.crs is None:
        hint = "Write it again with its coordinate system; a Shapefile needs its .prj file."
        message = f"'{path.name}' names no coordinate system."
        raise BoundaryError(message, hint=hint)
    column = find_code_column(raw, code_column, code_pattern)
    codes = tuple(str(code) for code in raw.text(column))
    geometry, repaired = repair(raw.geometry, codes)
    check_place(tuple(shapely.total_bounds(geometry).tolist()), raw.crs)
    names = _optional(raw, find_name_column(raw, column, name_column))
    parents = _optional(raw, PARENT_COLUMN if PARENT_COLUMN in raw.columns else None)
    notes = (*raw.notes, *repaired)
    return Boundaries(level, vintage, raw.crs, codes, names, parents, geometry, notes)


def _without_water(layer: Layer) -> Layer:
    columns = [name for name in layer.columns if name.lower() in WATER_COLUMNS]
    water = np.zeros(len(layer.geometry), dtype=bool)
    for name in columns:
        water |= np.array([(value or "").upper() == "JA" for value in layer.text(name)], dtype=bool)
    if not water.any():
        return layer
    return replace(
        layer,
        columns={name: values[~water] for name, values in layer.columns.items()},
        geometry=layer.geometry[~water],
        notes=(*layer.notes, f"rows of water left out ({', '.join(columns)}): {water.sum()}"),
    )


def _optional(layer: Layer, column: str | None) -> tuple[str | None, ...]:
    return (None,) * len(layer.geometry) if column is None else tuple(layer.text(column))
