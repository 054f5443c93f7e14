"""Larger areas made of smaller ones: borders between areas of the same parent disappear."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geodata.boundaries import Boundaries
from geodata.crs import Geometries
from geodata.errors import BoundaryError, listed

SAME = 1e-9  # share of the area that a union of a coverage may differ from its parts


def dissolve(
    boundaries: Boundaries,
    parents: Mapping[str, str | None] | None = None,
    level: str | None = None,
    names: Mapping[str, str] | None = None,
) -> Boundaries:
    """Derive the shapes of a larger level from those of a smaller one.

    The parts of a parent are joined as a coverage, which is fast and exact. Where they
    overlap, that parent is joined by a full union, and a note says so.

    Args:
        boundaries: the smaller areas.
        parents: the code of the parent by code of the smaller area; the parents of
            `boundaries` if absent.
        level: the name of the larger level.
        names: the name of each parent by its code.

    Returns:
        The parents by code, of the same vintage. A parent of areas without any shape has
        none. Smaller areas without a parent are left out, and a note names them.

    Raises:
        BoundaryError: no area has a parent.
    """
    above = boundaries.parents if parents is None else [parents.get(c) for c in boundaries.codes]
    orphans = [code for code, up in zip(boundaries.codes, above, strict=True) if up is None]
    codes = sorted({up for up in above if up is not None})
    if not codes:
        message = f"None of the {len(boundaries)} areas has a parent to dissolve into."
        raise BoundaryError(message, hint="Give the parent of each code.")
    unions = [_union(shapes) for shapes in _grouped(boundaries.geometry, above, codes)]
    geometry = np.empty(len(codes), dtype=object)
    geometry[:] = [union.shape for union in unions]
    overlapping = [code for code, union in zip(codes, unions, strict=True) if union.overlapping]
    notes = (
        *boundaries.notes,
        *_note("left out, without a parent", orphans),
        *_note("joined of parts that overlap", overlapping),
    )
    called = tuple((names or {}).get(code) for code in codes)
    nobody = (None,) * len(codes)
    return Boundaries(
        level, boundaries.vintage, boundaries.crs, tuple(codes), called, nobody, geometry, notes
    )


@dataclass(frozen=True, eq=False)
class _Union:
    """One shape made of several, and whether they overlapped."""

    shape: Any
    overlapping: bool = False


def _grouped(
    geometry: Geometries, above: Sequence[str | None], codes: Sequence[str]
) -> list[Geometries]:
    """The shapes of each parent, those that are there."""
    place = {code: row for row, code in enumerate(codes)}
    group = np.array([place.get(up, -1) if up else -1 for up in above], dtype=np.intp)
    group[shapely.is_missing(geometry)] = -1
    order = np.argsort(group, kind="stable")
    counts = np.bincount(group + 1, minlength=len(codes) + 1)
    return np.split(geometry[order], np.cumsum(counts)[:-1])[1:]


def _union(shapes: Geometries) -> _Union:
    if not len(shapes):
        return _Union(None)
    if len(shapes) == 1:
        return _Union(shapes[0])
    total = shapely.area(shapes).sum()
    joined = _coverage_union(shapes)
    if joined is not None and abs(joined.area - total) <= SAME * total and joined.is_valid:
        return _Union(joined)
    whole = shapely.union_all(shapes)
    return _Union(whole, overlapping=bool(total - whole.area > SAME * total))


def _coverage_union(shapes: Geometries) -> Any:
    try:
        return shapely.coverage_union_all(shapes)
    except shapely.errors.GEOSException:  # the parts are no coverage
        return None


def _note(what: str, codes: Sequence[str]) -> list[str]:
    noun = "area" if len(codes) == 1 else "areas"
    return [f"{len(codes)} {noun} {what}: {listed(codes)}"] if codes else []
