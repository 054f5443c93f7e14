"""From a boundary file to `Boundaries`: what is read, checked, repaired and noted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import shapely

from geodata.boundaries import Boundaries
from geodata.columns import find_code_column, find_name_column
from geodata.crs import authority, check_place
from geodata.described import Axes, Described, Water
from geodata.errors import BoundaryError
from geodata.formats import read_layer
from geodata.layer import Layer
from geodata.repair import repair
from geodata.water import without_water

PARENT_COLUMN = "parent_code"


def read_boundaries(  # noqa: PLR0913 -- a file needs as many words as its maker left out
    path: str | Path,
    *,
    level: str | None = None,
    vintage: int | None = None,
    code_column: str | None = None,
    code_pattern: str | None = None,
    name_column: str | None = None,
    layer: str | None = None,
    crs: str | None = None,
    axes: Axes = "xy",
    water: Water = "drop",
    clean: bool = False,
) -> Boundaries:
    """Read the shapes of areas from GeoJSON, GeoPackage, Shapefile, FlatGeobuf or GeoParquet.

    The column with the area codes is found by its content: all its values are codes, each
    once. The rows that CBS marks as water are left out or joined to the land; invalid shapes
    are repaired; an area without a shape is kept. All of this is said in `notes`.

    Args:
        path: the file; a zipped Shapefile may stay zipped.
        level: the kind of area, as you call it.
        vintage: the year of the borders.
        code_column: the column with the area codes, where several hold codes.
        code_pattern: regular expression of a whole code, where the usual form is not yours.
        name_column: the column with the names.
        layer: which layer, where the file has several.
        crs: the coordinate system, where the file names none or a wrong one.
        axes: `"yx"` where the file gives latitude before longitude.
        water: `"drop"` or `"dissolve"`: what becomes of rows of water.
        clean: make the areas a valid coverage: neighbours share every point of their border,
            none overlap. Tiles and simplified shapes need it; it moves borders a little, and
            `notes` tells the largest change of area.

    Raises:
        BoundaryFileError: the file is not there or cannot be read.
        BoundaryError: what it holds does not hold up; all problems with the codes at once.
    """
    from geodata.coverage import cleaned  # noqa: PLC0415

    described = Described(
        layer=layer,
        code_column=code_column,
        code_pattern=code_pattern,
        name_column=name_column,
        crs=crs,
        axes=axes,
        water=water,
    )
    file = Path(path)
    found = areas_of(read_layer(file, described.layer), file.name, described)
    areas = replace(found, level=level, vintage=vintage)
    return cleaned(areas) if clean else areas


def described_layer(path: Path, described: Described) -> Layer:
    """A layer as its description says: its system and axes put right, its water gone.

    Args:
        path: the file.
        described: what its maker left out.

    Raises:
        BoundaryFileError: the file is not there or cannot be read.
        BoundaryError: no such layer, or a declared system that nobody knows.
    """
    return _put_right(read_layer(path, described.layer), described)


def areas_of(layer: Layer, name: str, described: Described) -> Boundaries:
    """The areas of a layer, wherever it was read from.

    Args:
        layer: its columns and shapes, as they stood there.
        name: what it is called in messages.
        described: what its maker left out.

    Raises:
        BoundaryError: it does not hold up; all problems with the codes at once.
    """
    raw = _put_right(layer, described)
    if not len(raw.geometry):
        message = f"'{name}' holds no areas."
        raise BoundaryError(message)
    if raw.crs is None:
        hint = "Declare it, or write the file again with it; a Shapefile needs its .prj file."
        message = f"'{name}' names no coordinate system."
        raise BoundaryError(message, hint=hint)
    column = find_code_column(raw, described.code_column, described.code_pattern)
    codes = tuple(str(code) for code in raw.text(column))
    geometry, repaired = repair(raw.geometry, codes)
    check_place(tuple(shapely.total_bounds(geometry).tolist()), raw.crs)
    names = _optional(raw, find_name_column(raw, column, described.name_column))
    parents = _optional(raw, PARENT_COLUMN if PARENT_COLUMN in raw.columns else None)
    notes = (*raw.notes, *repaired)
    return Boundaries(None, None, raw.crs, codes, names, parents, geometry, notes)


def _put_right(raw: Layer, described: Described) -> Layer:
    """The layer with its declared system and axes, and without its water."""
    if described.crs is not None:
        raw = replace(raw, crs=authority(described.crs))
    if described.axes == "yx":
        raw = raw.with_geometry(
            shapely.transform(raw.geometry, lambda x, y: (y, x), interleaved=False)
        )
    return without_water(raw, described)


def _optional(layer: Layer, column: str | None) -> tuple[str | None, ...]:
    return (None,) * len(layer.geometry) if column is None else tuple(layer.text(column))
