"""How areas lie to a geometry: first by envelopes, then by shapes.

Relations are those of the Simple Features (OGC 06-103r4, clause 6.1.15), worked out by GEOS.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from shapely.errors import GEOSException

from api.filters.budget import Budget
from api.filters.errors import refused
from api.filters.layer import Outlines, Rows
from api.filters.model import Shape
from api.filters.moving import moved
from api.filters.truth import Bools, Truth, sure, where_known
from geodata.crs import Floats
from geodata.envelopes import Envelopes, touching

RELATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "s_intersects": shapely.intersects,
    "s_disjoint": shapely.disjoint,
    "s_within": shapely.within,
    "s_contains": shapely.contains,
    "s_touches": shapely.touches,
    "s_crosses": shapely.crosses,
    "s_overlaps": shapely.overlaps,
    "s_equals": shapely.equals,
}
TURNED = {"s_within": "s_contains", "s_contains": "s_within"}  # the others are the same
PER_PAIR = 500  # of two sides that cross by intent, against two that seldom meet


def against(relation: str, shape: Shape, outlines: Outlines, budget: Budget) -> Truth:
    """How the shape of every area lies to one geometry.

    Args:
        relation: of the area to the geometry.
        shape: the geometry.
        outlines: the shapes of the areas.
        budget: what is left of the work that the filter may be.

    Raises:
        FilterError: it is too much work, or the geometry does not exist in the layer's system.
    """
    if relation == "s_disjoint":
        return ~against("s_intersects", shape, outlines, budget)
    geometry = moved(shape, outlines)
    bounds = shapely.bounds(geometry)
    yes = np.zeros(len(outlines.envelopes), dtype=bool)
    if relation == "s_intersects" and _is_box(geometry):
        yes = within(outlines.envelopes, bounds)
    rows = np.flatnonzero(touching(outlines.envelopes, bounds) & ~yes)
    budget.spend(len(rows) * int(shapely.get_num_coordinates(geometry)))
    yes[rows] = _related(turned(relation), geometry, outlines.shapes(rows))
    return where_known(yes, outlines.known)


def between(relation: str, left: Shape, right: Shape, budget: Budget) -> Truth:
    """How two geometries of a filter lie to one another.

    Raises:
        FilterError: it is too much work.
    """
    pairs = shapely.get_num_coordinates([left.geometry, right.geometry]).prod()
    budget.spend(int(pairs) * PER_PAIR)
    return sure(_related(relation, left.geometry, right.geometry))


def with_itself(relation: str, outlines: Outlines, budget: Budget) -> Truth:
    """How the shape of every area lies to itself."""
    rows: Rows = np.arange(len(outlines.envelopes))
    shapes = outlines.shapes(rows)
    budget.spend(int(shapely.get_num_coordinates(shapes).sum()))
    return where_known(_related(relation, shapes, shapes), ~shapely.is_missing(shapes))


def turned(relation: str) -> str:
    """The same relation, told from the other side."""
    return TURNED.get(relation, relation)


def within(envelopes: Envelopes, bounds: Floats) -> Bools:
    """Which envelopes lie inside a box, with their whole shape."""
    west, south, east, north = bounds
    x0, y0, x1, y1 = envelopes.T
    found: Bools = (x0 >= west) & (y0 >= south) & (x1 <= east) & (y1 <= north)
    return found


def _is_box(geometry: Any) -> bool:
    return shapely.get_num_coordinates(geometry) == 5 and bool(
        shapely.equals(geometry, shapely.envelope(geometry))
    )


def _related(relation: str, geometry: Any, others: Any) -> Any:
    if isinstance(geometry, shapely.Geometry):
        shapely.prepare(geometry)
    try:
        return RELATIONS[relation](geometry, others)
    except GEOSException as error:
        what = f"{relation.upper()} cannot be worked out for this geometry: {error}"
        raise refused(what) from None
