"""Shapes made sound: every area a valid polygon or multipolygon, and a note of each change."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from geodata.crs import Geometries
from geodata.errors import BoundaryError, listed

POLYGONS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


def repair(geometry: Geometries, codes: Sequence[str]) -> tuple[Geometries, list[str]]:
    """Repair what is invalid and keep polygon parts only.

    Args:
        geometry: shapes (n,), None where there is none.
        codes: area codes (n), for the notes.

    Returns:
        Valid polygons and multipolygons, None where nothing is left; and what was done.

    Raises:
        BoundaryError: shapes that are points or lines.
    """
    flat = shapely.force_2d(geometry)
    _refuse_lines_and_points(flat, codes)
    wrong = ~(shapely.is_valid(flat) | shapely.is_missing(flat))
    flat[wrong] = shapely.make_valid(flat[wrong], method="structure", keep_collapsed=False)
    mixed = ~(np.isin(shapely.get_type_id(flat), POLYGONS) | shapely.is_missing(flat))
    flat[mixed] = [_polygon_parts(shape) for shape in flat[mixed]]
    empty = shapely.is_missing(flat) | shapely.is_empty(flat)
    flat[empty] = None
    return flat, [
        *_note("invalid, repaired", wrong & ~empty, codes),
        *_note("empty, kept as areas without one", empty, codes),
    ]


def _refuse_lines_and_points(geometry: Geometries, codes: Sequence[str]) -> None:
    flat = (shapely.get_dimensions(geometry) < 2) & ~shapely.is_missing(geometry)
    lines = flat & ~shapely.is_empty(geometry)
    if lines.any():
        found = [f"{codes[i]} is a {geometry[i].geom_type}" for i in np.flatnonzero(lines).tolist()]
        message = f"{len(found)} areas are no polygons."
        raise BoundaryError(message, [listed(found)], hint="Use a layer of polygons.")


def _polygon_parts(shape: Any) -> Any:
    parts = shapely.get_parts(shapely.get_parts(shape))
    polygons = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    return shapely.union_all(polygons)


def _note(what: str, mask: np.ndarray[Any, np.dtype[np.bool_]], codes: Sequence[str]) -> list[str]:
    found = [codes[i] for i in np.flatnonzero(mask).tolist()]
    noun = "shape" if len(found) == 1 else "shapes"
    return [f"{len(found)} {noun} {what}: {listed(found)}"] if found else []
