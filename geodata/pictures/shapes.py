"""Polygons as paths: holes stay holes, and no detail is kept that cannot be seen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from matplotlib.path import Path

from geodata.boundaries import Boundaries
from geodata.crs import Geometries
from geodata.pictures.frame import Frame

GRAIN = 0.05  # points: the step of the grid that coordinates are drawn on
DETAIL = 0.15  # points: corners that cut off less than the square of this are left out
CREVICE = 0.2  # points: neighbours that are closer than this are taken to touch
WIDEST, NARROWEST = 0.3, 0.03  # lines between areas, in points
THIN = 60.0  # an area is that many lines wide


@dataclass(frozen=True, eq=False)
class Outlines:
    """Shapes at the size in which they are drawn.

    Attributes:
        geometry: the shapes without details that cannot be seen (n,).
        origin: the point of the map that the grid starts from.
        units: points on the page in a unit of the map, x and y.
    """

    geometry: Geometries
    origin: tuple[float, float]
    units: tuple[float, float]

    @cached_property
    def line(self) -> float:
        """How wide the lines between areas are, in points: thin where areas are small."""
        areas = shapely.area(self.geometry) * self.units[0] * self.units[1]
        typical = np.sqrt(np.median(areas[areas > 0])) if (areas > 0).any() else 0.0
        return round(float(np.clip(typical / THIN, NARROWEST, WIDEST)), 3)

    @cached_property
    def coast(self) -> Path:
        """The path around all land; borders that two areas share are not in it."""
        shapes = self.geometry[self.geometry != None]  # noqa: E711
        glued = shapely.coverage_is_valid(shapes)
        land = shapely.coverage_union_all(shapes) if glued else shapely.union_all(shapes)
        gap = CREVICE / min(self.units) / 2  # neighbours that do not quite touch, or a narrow creek
        land = shapely.buffer(land, gap, join_style="mitre")
        land = shapely.buffer(land, -gap, join_style="mitre")
        return path_of(np.array([land], object), self.origin, self.units)

    def path(self, chosen: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> Path:
        """One path of all rings of some areas (n,)."""
        return path_of(self.geometry[chosen], self.origin, self.units)


def outlines_of(boundaries: Boundaries, frame: Frame, width: float) -> Outlines:
    """The shapes as they are drawn where the frame is so many points wide.

    They are simplified as a coverage, so neighbours stay glued and no area vanishes.
    """
    west, south, east, north = frame.bounds
    units = width / (east - west), width * frame.aspect / (north - south)
    geometry, there = boundaries.geometry.copy(), boundaries.geometry != None  # noqa: E711
    tolerance = DETAIL / (units[0] * units[1]) ** 0.5
    geometry[there] = shapely.coverage_simplify(geometry[there], tolerance)
    return Outlines(geometry, (west, south), units)


def path_of(geometry: Geometries, origin: tuple[float, float], units: tuple[float, float]) -> Path:
    """One path of all rings of all shapes, on a grid; points that fall together are one.

    Shared borders fall on the same points of the grid. Outer rings turn the other way than
    holes, so that holes are empty by either rule of filling.

    Args:
        geometry: polygons and multipolygons (n,); None is nothing.
        origin: the point of the map that the grid starts from.
        units: points on the page in a unit of the map, x and y.
    """
    polygons = shapely.orient_polygons(shapely.get_parts(geometry[geometry != None]))  # noqa: E711
    points, ring = shapely.get_coordinates(shapely.get_rings(polygons), return_index=True)
    step = GRAIN / np.array(units)
    steps = np.round((points - origin) / step)
    first = np.diff(ring, prepend=-1) != 0
    last = np.roll(first, -1)
    moved = (np.diff(steps, axis=0, prepend=np.nan) != 0).any(axis=1)
    kept = first | last | moved
    codes = np.full(len(ring), Path.LINETO, dtype=Path.code_type)
    codes[first], codes[last] = Path.MOVETO, Path.CLOSEPOLY
    return Path(origin + steps[kept] * step, codes[kept])
