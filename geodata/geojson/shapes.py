"""Shapes as GeoJSON features without their properties, encoded once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import orjson
import shapely
from numpy.typing import NDArray

from geodata.crs import Geometries
from geodata.envelopes import Bbox, Bools, extent, touching
from geodata.errors import BoundaryError
from geodata.geojson.notation import DEGREES, Notation
from geodata.geojson.texts import Ints, Texts, chosen, elements, woven

POLYGON = int(shapely.GeometryType.POLYGON)
OPENINGS = (b'{"type":"MultiPolygon","coordinates":[', b"null")
CLOSINGS = (b"]}", b"")


@dataclass(frozen=True, eq=False)
class Fragments:
    """Features as bytes up to their properties, ready to be joined.

    Attributes:
        heads: one per area (n): type, id and geometry.
        bounds: west, south, east, north per area (n, 4), in the units of the coordinates; NaN
            without a shape.
    """

    heads: Texts
    bounds: NDArray[np.float64]

    def __len__(self) -> int:
        """How many features there are."""
        return len(self.heads)

    @property
    def extent(self) -> Bbox:
        """West, south, east and north of all of them together; NaN without shapes."""
        return extent(self.bounds)

    def within(self, bbox: Bbox) -> Bools:
        """Which features' envelopes touch a box of the same units (n,)."""
        return touching(self.bounds, bbox)

    def touching(self, bbox: Bbox, notation: Notation = DEGREES) -> Bools:
        """Which areas have a point in a box (n,): shapes are read where envelopes do not tell.

        Args:
            bbox: west, south, east, north of the system of the notation; west above east
                crosses the 180th meridian.
            notation: how the coordinates of these features are written.
        """
        west, south, east, north = bbox
        if west > east:
            halves = (
                (west, south, notation.farthest, north),
                (-notation.farthest, south, east, north),
            )
            return self.touching(halves[0], notation) | self.touching(halves[1], notation)
        return self._touching(bbox, notation)

    def _touching(self, bbox: Bbox, notation: Notation) -> Bools:
        from geodata.core.json_touching import touch  # noqa: PLC0415

        heads, sides = self.heads, np.array(bbox, np.float64)
        found = np.empty(len(self.bounds), np.bool_)
        touch(heads.data, heads.begins, heads.ends, self.bounds, sides, notation.swapped, found)
        return found

    def take(self, rows: Ints) -> Fragments:
        """The features of these areas, in this order."""
        return Fragments(self.heads.take(rows), self.bounds[rows])


def encode(codes: Sequence[str], geometry: Geometries, notation: Notation = DEGREES) -> Fragments:
    """Encode shapes once, exteriors counter-clockwise (RFC 7946, 3.1.6).

    Every shape is a MultiPolygon: a layer has one type, as map programs want it.

    Args:
        codes: area codes (n); each becomes the `id` of its feature, as a string.
        geometry: polygons in the system of the notation (n,), x before y; None and empty
            shapes become null.
        notation: how coordinates are written; in longitude and latitude by default.

    Raises:
        BoundaryError: a shape that is no polygon, or coordinates that are not of the system.
    """
    parts, owner = _polygons(geometry, codes)
    rows = np.arange(len(codes))
    first, behind = np.searchsorted(owner, rows), np.searchsorted(owner, rows, "right")
    kind = (first == behind).astype(np.int64)
    starts, data = _written(parts, notation)
    ends = np.where(first == behind, starts[first], starts[behind] - 1)
    shapes = (chosen(OPENINGS, kind), Texts(data, starts[first], ends), chosen(CLOSINGS, kind))
    ids = elements(orjson.dumps(list(codes)), len(codes))
    head = (b'{"type":"Feature","id":', ids, b',"geometry":', *shapes, b',"properties":')
    return Fragments(woven(head, len(codes)), _rounded(shapely.bounds(geometry), notation))


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


def _written(polygons: Geometries, notation: Notation) -> tuple[Ints, NDArray[np.uint8]]:
    """The coordinates of polygons as text, and where each starts."""
    from geodata.core.json_coordinates import write_polygons  # noqa: PLC0415

    starts = np.zeros(len(polygons) + 1, np.int64)
    if not len(polygons):
        return starts, np.empty(0, np.uint8)
    _, corners, (rings, parts) = shapely.to_ragged_array(polygons, include_z=False)
    if not (np.abs(corners) <= notation.farthest).all():
        message = f"Some coordinates are not those of {notation.crs}."
        raise BoundaryError(message, hint="Encode boundaries.wgs84(), or name their system.")
    ordered = corners[:, ::-1] if notation.swapped else corners
    points = np.rint(ordered * 10.0**notation.decimals).astype(np.int64)
    widest = len(f"{np.abs(points).max()}") + notation.decimals  # sign, point, leading zeros
    room = len(points) * (2 * widest + 4) + 2 * (len(rings) + len(parts))
    out = np.empty(room, np.uint8)
    runs = rings.astype(np.int64), parts.astype(np.int64)
    write_polygons(points, *runs, 10**notation.decimals, starts, out)
    return starts, out[: starts[-1]]


def _rounded(bounds: NDArray[np.float64], notation: Notation) -> NDArray[np.float64]:
    rounded: NDArray[np.float64] = np.round(bounds, notation.decimals) + 0.0  # −0 becomes 0
    return rounded
