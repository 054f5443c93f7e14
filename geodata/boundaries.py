"""Boundaries: the shapes of the areas of one level and one vintage, by area code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import shapely

from geodata.crs import WGS84, Geometries, authority, to_wgs84, transformed
from geodata.envelopes import Bbox, Bools, Envelopes, touching
from geodata.geojson import Fragments, encode


@dataclass(frozen=True, eq=False)
class Boundaries:
    """The shapes of areas; every attribute that is a tuple or array has one entry per area.

    Attributes:
        level: the kind of area, such as `"municipality"`.
        vintage: the year these borders were drawn for.
        crs: the coordinate system, `"EPSG:28992"`; coordinates are x, y.
        codes: area codes, unique.
        names: names of the areas, None where the file has none.
        parents: codes of the areas they lie in, None where the file has none.
        geometry: polygons and multipolygons of shapely (n,); None for an area without a shape.
        notes: what was repaired or left out on the way in, in words.
    """

    level: str | None
    vintage: int | None
    crs: str
    codes: tuple[str, ...]
    names: tuple[str | None, ...]
    parents: tuple[str | None, ...]
    geometry: Geometries
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        """How many areas there are."""
        return len(self.codes)

    @property
    def key(self) -> tuple[str | None, int | None]:
        """Level and vintage: what is made of these shapes is kept under it."""
        return self.level, self.vintage

    @property
    def bounds(self) -> Bbox:
        """West, south, east and north of all shapes together, in `crs`; NaN without shapes."""
        west, south, east, north = shapely.total_bounds(self.geometry).tolist()
        return west, south, east, north

    def wgs84(self) -> Boundaries:
        """The same areas in longitude and latitude (OGC:CRS84), made once."""
        return self if self.crs == WGS84 else self._moved

    def by_code(self) -> Boundaries:
        """The same areas, sorted by their codes."""
        order = sorted(range(len(self)), key=self.codes.__getitem__)
        return replace(
            self,
            codes=tuple(self.codes[row] for row in order),
            names=tuple(self.names[row] for row in order),
            parents=tuple(self.parents[row] for row in order),
            geometry=self.geometry[order],
        )

    def moved_to(self, crs: str) -> Geometries:
        """The shapes in another coordinate system (n,); x before y, whatever that system declares.

        Raises:
            BoundaryError: coordinates that do not exist there, or no way to it.
        """
        if authority(crs) == self.crs:
            return self.geometry
        return transformed(self.wgs84().geometry, WGS84, authority(crs))

    def within(self, bbox: Bbox) -> Bools:
        """Which areas' envelopes touch a box.

        Args:
            bbox: west, south, east, north in degrees; west above east crosses the 180th
                meridian (RFC 7946, 5.2).

        Returns:
            One truth value per area; an area without a shape is never inside.
        """
        return touching(self.wgs84().envelopes, bbox)

    @cached_property
    def envelopes(self) -> Envelopes:
        """West, south, east, north per area (n, 4), in `crs`; NaN without a shape."""
        envelopes: Envelopes = shapely.bounds(self.geometry)
        return envelopes

    @cached_property
    def fragments(self) -> Fragments:
        """The areas as GeoJSON features without their properties, encoded once."""
        return encode(self.codes, self.wgs84().geometry)

    @cached_property
    def _moved(self) -> Boundaries:
        return replace(self, crs=WGS84, geometry=to_wgs84(self.geometry, self.crs))
