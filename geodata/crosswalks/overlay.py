"""The overlay of two vintages: the piece that each old area has in common with each new one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from geodata.crosswalks.model import Bools, Floats, Ints
from geodata.crosswalks.slivers import Slivers
from geodata.crs import Geometries
from geodata.errors import BoundaryError


@dataclass(frozen=True, slots=True, eq=False)
class Overlay:
    """The pieces that old and new areas have in common.

    Attributes:
        old: row of the old area of each piece (p,).
        new: row of its new area (p,).
        surface: in square metres (p,).
        real: whether it is no sliver (p,).
        old_surface: of each old area (n,).
        new_surface: of each new area (m,).
    """

    old: Ints
    new: Ints
    surface: Floats
    real: Bools
    old_surface: Floats
    new_surface: Floats


def overlay_of(before: Geometries, after: Geometries, rule: Slivers) -> Overlay:
    """The pieces of all pairs of areas that overlap, in the order of the old areas.

    An area whose shape is the same to the last digit is one piece, and no other overlaps it.

    Args:
        before: shapes of the old areas, in metres (n,); None where there is none.
        after: shapes of the new areas (m,).
        rule: what is a sliver.

    Raises:
        BoundaryError: no old area lies in a new one, or shapes are not valid.
    """
    _refuse_invalid(before, after)
    old, new, same = _touching(before, after)
    pieces = after[new]
    pieces[~same] = shapely.intersection(before[old[~same]], after[new[~same]])
    areas = np.nan_to_num(shapely.area(before)), np.nan_to_num(shapely.area(after))
    real = ~rule.among(pieces, areas[0][old], areas[1][new])
    if not real.any():
        hint = "Are both of the same country, and their coordinate systems right?"
        raise BoundaryError("No area of the older borders lies in one of the newer.", hint=hint)
    return Overlay(old, new, shapely.area(pieces), real, *areas)


def _touching(before: Geometries, after: Geometries) -> tuple[Ints, Ints, Bools]:
    """Pairs of areas that may overlap, in the order of the old ones, and who is the same."""
    place = {shape: row for row, shape in enumerate(shapely.to_wkb(after).tolist()) if shape}
    twin = np.array([place.get(shape, -1) for shape in shapely.to_wkb(before).tolist()], np.int64)
    same, moved = np.flatnonzero(twin >= 0), np.flatnonzero(twin < 0)
    query, new = shapely.STRtree(after).query(before[moved], predicate="intersects")
    old, new = np.append(moved[query], same), np.append(new, twin[same])
    order = np.lexsort((new, old))
    return old[order], new[order], order >= query.size


def _refuse_invalid(*sides: Geometries) -> None:
    wrong = sum(int((~shapely.is_valid(s) & ~shapely.is_missing(s)).sum()) for s in sides)
    if wrong:
        message = f"{wrong} shapes are not valid."
        raise BoundaryError(message, hint="Read them with read_boundaries, which repairs them.")
