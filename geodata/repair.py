"""Shapes made sound: every area a valid polygon or multipolygon, and a note of each change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geodata.crs import Bools, Geometries
from geodata.errors import BoundaryError, listed
from geodata.tangles import is_tangled

POLYGONS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


@dataclass(frozen=True, eq=False)
class Mended:
    """Shapes after a repair, and which of them were touched; every array is (n,).

    Attributes:
        geometry: valid polygons and multipolygons, None where there is none.
        invalid: shapes that crossed themselves and were repaired.
        mixed: collections of which the polygons were kept.
        empty: areas without a shape.
        flat: points and lines, which are no areas.
        hopeless: shapes that cannot be repaired: they cross themselves too often, or their
            coordinates are no numbers.
    """

    geometry: Geometries
    invalid: Bools
    mixed: Bools
    empty: Bools
    flat: Bools
    hopeless: Bools


def mend(geometry: Geometries) -> Mended:
    """Repair what is invalid and keep polygon parts only.

    Args:
        geometry: shapes (n,), None where there is none; left as they are.
    """
    shapes = _level(geometry)
    flat = _are_flat(shapes)
    invalid = ~(shapely.is_valid(shapes) | shapely.is_missing(shapes) | flat)
    mixed = shapely.get_type_id(shapes) == shapely.GeometryType.GEOMETRYCOLLECTION
    hopeless = np.zeros(len(shapes), dtype=bool)
    for place in np.flatnonzero(invalid).tolist():
        shapes[place] = _made_valid(shapes[place])
        hopeless[place] = shapes[place] is None
    shapes[flat] = None
    for place in np.flatnonzero(~np.isin(shapely.get_type_id(shapes), (*POLYGONS, -1))).tolist():
        shapes[place] = polygon_parts(shapes[place])
    gone = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    shapes[gone] = None
    empty = gone & ~flat & ~hopeless
    return Mended(shapes, invalid & ~gone, mixed & ~gone & ~invalid, empty, flat, hopeless)


def repair(geometry: Geometries, codes: Sequence[str]) -> tuple[Geometries, list[str]]:
    """Repair what is invalid and keep polygon parts only.

    Args:
        geometry: shapes (n,), None where there is none; left as they are.
        codes: area codes (n), for the notes.

    Returns:
        Valid polygons and multipolygons, None where nothing is left; and what was done.

    Raises:
        BoundaryError: shapes that are points or lines, or that cannot be repaired.
    """
    mended = mend(geometry)
    _refuse_lines_and_points(mended, geometry, codes)
    _refuse_hopeless(mended, codes)
    return mended.geometry, [
        *_note("invalid, repaired", mended.invalid, codes),
        *_note("of mixed kinds, polygons kept", mended.mixed, codes),
        *_note("empty, kept as areas without one", mended.empty, codes),
    ]


def polygon_parts(shape: Any) -> Any:
    """The polygons of a collection, joined; empty where it holds none."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    polygons = parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]
    return shapely.union_all(polygons)


def _level(geometry: Geometries) -> Geometries:
    """A copy without heights; only those that have one are written anew."""
    shapes = geometry.copy()
    high = shapely.has_z(shapes) | shapely.has_m(shapes)
    shapes[high] = shapely.force_2d(shapes[high])
    return shapes


def _are_flat(shapes: Geometries) -> Bools:
    """Which are points and lines; an empty shape is none."""
    there = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    flat: Bools = there & (shapely.get_dimensions(shapes) < 2)
    return flat


def _made_valid(shape: Any) -> Any:
    """The shape repaired, None where that cannot be."""
    if not np.isfinite(shapely.bounds(shape)).all() and not shapely.is_empty(shape):
        return None
    if not np.isfinite(shapely.get_coordinates(shape)).all() or is_tangled(shape):
        return None
    try:
        return shapely.make_valid(shape, method="structure", keep_collapsed=False)
    except shapely.errors.GEOSException:
        return None


def _refuse_lines_and_points(mended: Mended, given: Geometries, codes: Sequence[str]) -> None:
    if mended.flat.any():
        flat = np.flatnonzero(mended.flat).tolist()
        found = [f"{codes[i]} is a {given[i].geom_type}" for i in flat]
        message = f"{len(found)} areas are no polygons."
        raise BoundaryError(message, [listed(found)], hint="Use a layer of polygons.")


def _refuse_hopeless(mended: Mended, codes: Sequence[str]) -> None:
    if mended.hopeless.any():
        found = [codes[i] for i in np.flatnonzero(mended.hopeless).tolist()]
        noun = "shape" if len(found) == 1 else "shapes"
        message = f"{len(found)} {noun} cannot be repaired."
        why = "They cross themselves too often, or their coordinates are no numbers."
        raise BoundaryError(message, [listed(found)], hint=f"{why} Draw them again.")


def _note(what: str, mask: Bools, codes: Sequence[str]) -> list[str]:
    found = [codes[i] for i in np.flatnonzero(mask).tolist()]
    noun = "shape" if len(found) == 1 else "shapes"
    return [f"{len(found)} {noun} {what}: {listed(found)}"] if found else []
