"""Shapes of two vintages and points on one plane, in metres."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from geodata.boundaries import Boundaries
from geodata.crosswalks.points import Points
from geodata.crs import WGS84, Geometries, to_wgs84

DEGREE = 111_320.0  # metres along a meridian, near enough to compare surfaces with


def on_one_plane(
    sides: Sequence[Boundaries], points: Points | None
) -> tuple[list[Geometries], Geometries]:
    """The shapes of each side, and the points, in metres.

    A projected system that all share is kept as it is. Else longitudes are shortened by the
    cosine of the middle latitude, which keeps the ratios of surfaces within some per mille in
    a country of the size of the Netherlands.

    Args:
        sides: boundaries, in any system each.
        points: where people live; none where absent.
    """
    dots = np.array([], object) if points is None else shapely.points(points.x, points.y)
    systems = [side.crs for side in sides] + ([] if points is None else [points.crs])
    if len(set(systems)) == 1 and _is_projected(systems[0]):
        return [shapely.force_2d(side.geometry) for side in sides], dots
    shapes = [side.wgs84().geometry for side in sides]
    middle = _middle_latitude(shapes)
    if points is not None:
        dots = to_wgs84(dots, points.crs)
    return [_shortened(each, middle) for each in shapes], _shortened(dots, middle)


def _is_projected(crs: str) -> bool:
    from pyproj import CRS  # noqa: PLC0415

    return crs != WGS84 and CRS.from_user_input(crs).is_projected


def _middle_latitude(shapes: Sequence[Geometries]) -> float:
    ends = np.array([shapely.total_bounds(each)[[1, 3]] for each in shapes])
    return float(np.nan_to_num(np.nanmean(ends))) if not np.isnan(ends).all() else 0.0


def _shortened(shapes: Geometries, latitude: float) -> Geometries:
    scale = DEGREE * np.array([np.cos(np.radians(latitude)), 1.0])

    def metres(coordinates: Any) -> Any:
        return coordinates * scale

    moved: Geometries = shapely.transform(shapes, metres)
    return moved
