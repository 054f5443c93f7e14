"""Geometries of a filter: GeoJSON and boxes, held up to the light before they are used."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import shapely
from shapely.geometry import shape

from api.filters.errors import refused
from api.filters.model import Shape
from geodata.crs import WGS84, authority, check_place, is_degrees, northing_first
from geodata.errors import GeodataError

Position = tuple[float, float]
DEPTH = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}
LEAST = {"LineString": 2, "MultiLineString": 2, "Polygon": 4, "MultiPolygon": 4}
RINGS = ("Polygon", "MultiPolygon")


class Positions:
    """Reads positions of one coordinate system, and counts them.

    Args:
        crs: the system, named as its authority does: of `EPSG:4326` latitude comes first, of
            `OGC:CRS84` longitude.
        most: how many positions there may be in all.

    Raises:
        FilterError: the system is unknown.
    """

    def __init__(self, crs: str, most: int) -> None:
        self.crs, self.turned, self.degrees = _system(crs)
        self.named, self.most, self.read = crs, most, 0

    def geometry(self, found: dict[str, Any]) -> Shape:
        """A GeoJSON geometry.

        Raises:
            FilterError: it is none, or has coordinates that do not exist or cross themselves.
        """
        made = self._made(found)
        if not shapely.is_valid(made):
            reason = shapely.is_valid_reason(made)
            hint = "repair the geometry, for instance with ST_MakeValid"
            raise refused(f"the {found['type']} is not valid: {reason}", hint=hint)
        return self._placed(made)

    def box(self, sides: Any) -> Shape:
        """A box: the least of both axes, then the most; in three dimensions the third is left.

        West above east crosses the 180th meridian.

        Raises:
            FilterError: it is no box.
        """
        if not isinstance(sides, list) or len(sides) not in {4, 6}:
            expected = "four numbers, such as BBOX(5.0, 52.0, 5.2, 52.2)"
            raise refused("BBOX does not have four numbers", expected)
        half = len(sides) // 2
        (west, south), (east, north) = self._position(sides[:half]), self._position(sides[half:])
        if south > north or (west > east and not self.degrees):
            raise refused("BBOX has its corners the wrong way round", "the least corner first")
        if west <= east:
            return self._placed(_box(west, south, east, north))
        parts = [_box(west, south, 180, north), _box(-180, south, east, north)]
        return Shape(shapely.union_all(parts), self.crs)

    def _placed(self, made: Any) -> Shape:
        """A geometry of which some part lies where its system is made for."""
        if not self.degrees:
            try:
                check_place(shapely.bounds(made), self.crs)
            except GeodataError as error:
                hint = "check in which coordinate system it is written, and say so"
                raise refused(str(error.message).rstrip("."), hint=hint) from None
        return Shape(made, self.crs)

    def _made(self, found: dict[str, Any]) -> Any:
        kind = found.get("type")
        if kind == "GeometryCollection":
            members = found.get("geometries")
            if not isinstance(members, list) or not members:
                raise refused("a GeometryCollection has no geometries", "a list of them")
            if any(each.get("type") not in DEPTH for each in members if isinstance(each, dict)):
                raise refused("a GeometryCollection holds something else than geometries")
            return shapely.GeometryCollection([self._made(_member(each)) for each in members])
        if kind not in DEPTH:
            expected = "one of " + ", ".join([*DEPTH, "GeometryCollection"])
            raise refused(f"there is no geometry of type {str(kind)[:40]!r}", expected)
        coordinates = self._nested(found.get("coordinates"), DEPTH[kind], kind)
        return shape({"type": kind, "coordinates": coordinates})

    def _nested(self, found: Any, depth: int, kind: str) -> Any:
        """Positions in lists of lists, as many deep as this type has them."""
        if depth == 0:
            return self._position(found)
        if not isinstance(found, list) or not found:
            raise refused(f"the coordinates of a {kind} are incomplete", "GeoJSON or WKT")
        parts = [self._nested(each, depth - 1, kind) for each in found]
        if depth == 1:
            self._check_line(parts, kind)
        return parts

    def _check_line(self, line: list[Position], kind: str) -> None:
        least = LEAST.get(kind, 1)
        if len(line) < least:
            raise refused(f"a line of a {kind} has {len(line)} positions", f"{least} or more")
        if kind in RINGS and line[0] != line[-1]:
            raise refused(f"a ring of a {kind} is open", "the last position to be the first")

    def _position(self, found: Any) -> Position:
        """A position as x and y, whatever the order in which it is written."""
        self.read += 1
        if self.read > self.most:
            what = f"its geometries have more than {self.most:,} positions"
            raise refused(what, hint="simplify them")
        pair = isinstance(found, list) and len(found) in {2, 3}
        if not pair or not all(_is_number(each) for each in found):
            raise refused("a position does not consist of two or three numbers")
        first, second = float(found[0]), float(found[1])
        x, y = (second, first) if self.turned else (first, second)
        if self.degrees and not (abs(x) <= 180 and abs(y) <= 90):
            order = "latitude, longitude" if self.turned else "longitude, latitude"
            what = f"the position ({first:g}, {second:g}) does not exist in {self.named}"
            raise refused(what, f"{order} in degrees")
        return x, y


@lru_cache(maxsize=64)
def _system(name: str) -> tuple[str, bool, bool]:
    """A system as we keep coordinates, whether it is written the other way, whether in degrees."""
    if name == WGS84:
        return WGS84, False, True
    try:
        return authority(name), northing_first(name), is_degrees(name)
    except GeodataError as error:
        raise refused(str(error)) from None


def _box(west: float, south: float, east: float, north: float) -> Any:
    """A rectangle, or the line or point that is left of it."""
    return shapely.envelope(shapely.MultiPoint([(west, south), (east, north)]))


def _member(found: Any) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise refused("a GeometryCollection holds something else than geometries")
    return found


def _is_number(found: Any) -> bool:
    return isinstance(found, int | float) and not isinstance(found, bool) and math.isfinite(found)
