"""Shapes as GeoJSON features without their properties, encoded once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray

from geodata.crs import Geometries
from geodata.errors import BoundaryError
from geodata.geojson.texts import Ints, Texts, chosen, elements, woven

DECIMALS = 6  # a tenth of a metre; RFC 7946, 11.2 advises no more
FARTHEST = 360.0  # degrees; more than 180 lies beyond the 180th meridian
POLYGON = int(shapely.GeometryType.POLYGON)
OPENINGS = (b'{"type":"Polygon","coordinates":', b'{"type":"MultiPolygon","coordinates":[', b"null")
CLOSINGS = (b"}", b"]}", b"")


@dataclass(frozen=True, eq=False)
class Fragments:
    """Features as bytes up to their properties, ready to be joined.

    Attributes:
        heads: one per area (n): type, id and geometry.
        bounds: west, south, east, north per area (n, 4), in degrees; NaN without a shape.
    """

    heads: Texts
    bounds: NDArray[np.float64]

    def __len__(self) -> int:
        """How many features there are."""
        return len(self.heads)

    def take(self, rows: Ints) -> Fragments:
        """The features of these areas, in this order."""
        return Fragments(self.heads.take(rows), self.bounds[rows])


def encode(codes: Sequence[str], geometry: Geometries) -> Fragments:
    """Encode shapes once: six decimals, exteriors counter-clockwise (RFC 7946, 3.1.6).

    Args:
        codes: area codes (n); each becomes the `id` of its feature, as a string.
        geometry: polygons in longitude and latitude (n,); None and empty shapes become null.

    Raises:
        BoundaryError: a shape that is no polygon, or coordinates that are no degrees.
    """
    parts, owner = _polygons(geometry, codes)
    rows = np.arange(len(codes))
    first, behind = np.searchsorted(owner, rows), np.searchsorted(owner, rows, "right")
    single = shapely.get_type_id(geometry) == POLYGON
    kind = np.where(first == behind, 2, np.where(single, 0, 1))
    starts, data = _written(parts)
    ends = np.where(first == behind, starts[first], starts[behind] - 1)
    shapes = (chosen(OPENINGS, kind), Texts(data, starts[first], ends), chosen(CLOSINGS, kind))
    ids = elements(orjson.dumps(list(codes)), len(codes))
    head = (b'{"type":"Feature","id":', ids, b',"geometry":', *shapes, b',"properties":')
    return Fragments(woven(head, len(codes)), _rounded(shapely.bounds(geometry)))


def _polygons(geometry: Geometries, codes: Sequence[str]) -> tuple[Geometries, Ints]:
    """The polygons of all shapes, oriented, and the row each is of."""
    parts, owner = shapely.get_parts(geometry, return_index=True)
    there = ~shapely.is_empty(parts)
    parts, owner = parts[there], owner[there]
    foreign = shapely.get_type_id(parts) != POLYGON
    if foreign.any():
        row = owner[foreign][0]
        message = f"The shape of {codes[row]} is a {geometry[row].geom_type}; areas are polygons."
        raise BoundaryError(message, hint="Read the file with read_boundaries; it keeps polygons.")
    return shapely.orient_polygons(parts), owner


def _written(polygons: Geometries) -> tuple[Ints, NDArray[np.uint8]]:
    """The coordinates of polygons as text, and where each starts."""
    from geodata.core.json_coordinates import write_polygons  # noqa: PLC0415

    starts = np.zeros(len(polygons) + 1, np.int64)
    if not len(polygons):
        return starts, np.empty(0, np.uint8)
    _, corners, (rings, parts) = shapely.to_ragged_array(polygons, include_z=False)
    if not (np.abs(corners) <= FARTHEST).all():
        message = "Some coordinates are no longitude and latitude."
        raise BoundaryError(message, hint="Encode boundaries.wgs84().")
    points = np.rint(corners * 10.0**DECIMALS).astype(np.int64)
    widest = len(f"{np.abs(points).max()}") + DECIMALS  # sign, point and leading zeros
    room = len(points) * (2 * widest + 4) + 2 * (len(rings) + len(parts))
    out = np.empty(room, np.uint8)
    write_polygons(points, rings.astype(np.int64), parts.astype(np.int64), starts, out)
    return starts, out[: starts[-1]]


def _rounded(bounds: NDArray[np.float64]) -> NDArray[np.float64]:
    rounded: NDArray[np.float64] = np.round(bounds, DECIMALS) + 0.0  # −0 becomes 0
    return rounded
