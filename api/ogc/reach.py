"""Where coordinates can lie: those outside their system are a mistake, not an empty answer."""

from __future__ import annotations

from functools import cache

import numpy as np
import shapely

from api.ogc.systems import CRS84, System
from geodata.crs import WGS84, area_name, area_of, is_degrees, transformed
from mdi.errors import DeclarationError

Box = tuple[float, float, float, float]
STEPS = 100  # pieces of each side of an area on the way to another system
WORLD = (-180.0, -90.0, 180.0, 90.0)


def check_reach(box: Box, system: System) -> None:
    """Hold a box against the system it is said to be in (NLGov API Design Rules, Geo, bbox).

    A box that lies partly in the area of its system is sound: a client that looks at the whole
    world sends one. In degrees every side must be on the globe.

    Args:
        box: west, south, east and north; west lies beyond east where it crosses the date line.
        system: its coordinate system.

    Raises:
        DeclarationError: it lies outside.
    """
    west, _, east, _ = box
    crs = _registered(system)
    on_it = _inside(box, WORLD) if is_degrees(crs) else True
    if on_it and (west > east or _meet(box, _reach(crs))):
        return
    sides = ", ".join(f"{side:.6g}" for side in _reach(crs))
    raise DeclarationError(
        f"bbox lies outside the area of its coordinate system, {system.uri} ({area_name(crs)}).",
        hint=f"From west to east and from south to north that is {sides}. Name the system of the "
        "box with bbox-crs, and mind the order of its axes.",
    )


def _inside(box: Box, area: Box) -> bool:
    across = all(area[0] <= side <= area[2] for side in (box[0], box[2]))
    return across and area[1] <= box[1] and box[3] <= area[3]


def _meet(box: Box, area: Box) -> bool:
    across = box[0] <= area[2] and area[0] <= box[2]
    return across and box[1] <= area[3] and area[1] <= box[3]


def _registered(system: System) -> str:
    """The system by its own name, also where its numbers are those of another one."""
    return WGS84 if system.uri == CRS84 else f"EPSG:{system.uri.rpartition('/')[2]}"


@cache
def _reach(crs: str) -> Box:
    """West, south, east and north of the area of a system, in it."""
    area = shapely.segmentize(shapely.box(*area_of(crs)), 360 / STEPS)
    west, south, east, north = transformed(np.array([area], object), WGS84, crs)[0].bounds
    return west, south, east, north
