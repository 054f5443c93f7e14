"""Coverages: areas that tile the plane, so that neighbours share every point of a border.

Simplification and tiles need one: where two areas lie over one another, or a border has a
point on one side only, lines drift apart and slits open between neighbours.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from geodata.boundaries import Boundaries
from geodata.crs import Bools, Floats, Geometries, is_degrees
from geodata.errors import listed
from geodata.repair import POLYGONS, polygon_parts

GAP = 1.0  # metres: a narrower gap between neighbours is a mistake, a wider one is water
DEGREE = 111_000.0  # metres


@dataclass(frozen=True, eq=False)
class Cleaned:
    """Shapes made into a valid coverage.

    Attributes:
        geometry: polygons and multipolygons (n,); None for an area without a shape.
        change: how much larger each area became, as a share of what it was (n,); NaN for an
            area without a shape.
        lost: areas that lay wholly under their neighbours and have no shape now (n,).
    """

    geometry: Geometries
    change: Floats
    lost: Bools

    def largest(self) -> int | None:
        """The row of the area that changed most; None where none has a shape."""
        return int(np.nanargmax(np.abs(self.change))) if (~np.isnan(self.change)).any() else None

    def in_words(self, codes: Sequence[str]) -> str:
        """The largest change, and the areas that were lost."""
        row = self.largest()
        told = [] if row is None else [f"{_percent(self.change[row])} ({codes[row]})"]
        said = [f"largest change of area {change}" for change in told]
        if self.lost.any():
            lost = [codes[i] for i in np.flatnonzero(self.lost).tolist()]
            said.append(f"left without a shape, wholly under others: {listed(lost)}")
        return "; ".join(said)


def gap_width(crs: str) -> float:
    """A metre in the unit of a coordinate system: gaps that are narrower are mistakes."""
    return GAP / DEGREE if is_degrees(crs) else GAP


def is_coverage(geometry: Geometries) -> bool:
    """Whether no areas overlap, and neighbours share every point of their border.

    Args:
        geometry: valid polygons and multipolygons (n,); None is left aside.
    """
    return bool(shapely.coverage_is_valid(geometry[_there(geometry)]))


def coverage_faults(geometry: Geometries, crs: str) -> Bools:
    """Which areas break the coverage: they overlap, miss points of a border, or leave a slit.

    Slits between areas are looked for where nothing else is wrong.

    Args:
        geometry: valid polygons and multipolygons (n,); None has no fault.
        crs: their coordinate system.
    """
    faulty = np.zeros(len(geometry), dtype=bool)
    there = _there(geometry)
    faulty[there] = _faults(geometry[there], gap_width(crs))
    return faulty


def _faults(shapes: Geometries, width: float) -> Bools:
    near: Bools = ~shapely.is_empty(shapely.coverage_invalid_edges(shapes, gap_width=width))
    if not near.any():
        return near
    wrong: Bools = ~shapely.is_empty(shapely.coverage_invalid_edges(shapes))
    return wrong if wrong.any() else _beside(shapes, slits(shapes, width))


def slits(shapes: Geometries, width: float) -> Geometries:
    """The narrow holes between the areas of a valid coverage.

    Args:
        shapes: polygons and multipolygons (n,), a valid coverage.
        width: a hole is narrow if no circle of this diameter lies in it.
    """
    whole = shapely.get_parts(shapely.coverage_union_all(shapes))
    rings, part = shapely.get_rings(whole, return_index=True)
    holes = shapely.polygons(rings[np.diff(part, prepend=-1) == 0])  # the first is the outside
    narrow = holes[2 * shapely.area(holes) < width * shapely.length(holes)]
    radius = shapely.length(shapely.maximum_inscribed_circle(narrow))
    found: Geometries = narrow[2 * radius < width]
    return found


def clean_coverage(geometry: Geometries, crs: str) -> Cleaned:
    """Make shapes into a valid coverage: overlaps go to one area, gaps below a metre close.

    An overlap goes to the area with which it has the longest border.

    Args:
        geometry: valid polygons and multipolygons (n,), None for none; left as they are.
        crs: their coordinate system.
    """
    there = _there(geometry)
    found = geometry.copy()
    cleaned = shapely.coverage_clean(geometry[there], gap_width=gap_width(crs))
    odd = ~np.isin(shapely.get_type_id(cleaned), POLYGONS)
    cleaned[odd] = [polygon_parts(shape) for shape in cleaned[odd]]
    gone = shapely.is_empty(cleaned)
    cleaned[gone] = None
    found[there] = cleaned
    lost = np.zeros(len(geometry), dtype=bool)
    lost[np.flatnonzero(there)[gone]] = True
    return Cleaned(found, _change(geometry, found, there & ~lost), lost)


def cleaned(boundaries: Boundaries) -> Boundaries:
    """The same areas as a valid coverage; a note says what changed, if anything did."""
    faulty = coverage_faults(boundaries.geometry, boundaries.crs)
    if not faulty.any():
        return boundaries
    made = clean_coverage(boundaries.geometry, boundaries.crs)
    said = made.in_words(boundaries.codes)
    note = f"{faulty.sum()} areas did not fit their neighbours, cleaned: {said}"
    return replace(boundaries, geometry=made.geometry, notes=(*boundaries.notes, note))


def _beside(shapes: Geometries, holes: Geometries) -> Bools:
    """Which areas touch one of the holes."""
    beside = np.zeros(len(shapes), dtype=bool)
    if len(holes):
        beside[shapely.STRtree(shapes).query(holes, predicate="intersects")[1]] = True
    return beside


def _percent(share: float) -> str:
    return f"{share:+.2%}" if abs(share) >= 5e-5 else "below 0.01%"


def _there(geometry: Geometries) -> Bools:
    there: Bools = ~(shapely.is_missing(geometry) | shapely.is_empty(geometry))
    return there


def _change(before: Geometries, after: Geometries, there: Bools) -> Floats:
    change = np.full(len(before), np.nan)
    old, new = shapely.area(before[there]), shapely.area(after[there])
    change[there] = new / old - 1
    return change
