"""Boundaries: the shapes of the areas of one level and one vintage, by area code."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import shapely

from geodata.crs import WGS84, Geometries, to_wgs84
from geodata.geojson import Fragments, encode

Bbox = tuple[float, float, float, float]  # west, south, east, north


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

    def within(self, bbox: Bbox) -> np.ndarray[Any, np.dtype[np.bool_]]:
        """Which areas' envelopes touch a box.

        Args:
            bbox: west, south, east, north in degrees; west above east crosses the 180th
                meridian (RFC 7946, 5.2).

        Returns:
            One truth value per area; an area without a shape is never inside.
        """
        west, south, east, north = bbox
        x0, y0, x1, y1 = self.wgs84().envelopes.T
        beside = (x1 >= west) & (x0 <= east) if west <= east else (x1 >= west) | (x0 <= east)
        touching: np.ndarray[Any, np.dtype[np.bool_]] = beside & (y1 >= south) & (y0 <= north)
        return touching

    @cached_property
    def envelopes(self) -> np.ndarray[Any, np.dtype[np.float64]]:
        """West, south, east, north per area (n, 4), in `crs`; NaN without a shape."""
        envelopes: np.ndarray[Any, np.dtype[np.float64]] = shapely.bounds(self.geometry)
        return envelopes

    @cached_property
    def fragments(self) -> Fragments:
        """The areas as GeoJSON features without their properties, encoded once."""
        return encode(self.codes, self.wgs84().geometry)

    @cached_property
    def _moved(self) -> Boundaries:
        return replace(self, crs=WGS84, geometry=to_wgs84(self.geometry, self.crs))
