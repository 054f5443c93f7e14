"""The grid of tiles: a unit square, and shapes in that of the web.

What tiles show is a square from 0 to 1, x to the east and y to the south; zoom z cuts it into
2**z × 2**z tiles, each with 4096 units along a side. Which part of the world the square is
stands in `geodata.tiles.matrix_sets`.
Source: OGC Two Dimensional Tile Matrix Set 2.0, WebMercatorQuad.
"""

from __future__ import annotations

from math import atan, degrees, pi, sinh

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.crs import Geometries

EXTENT = 4096  # units along a tile
BUFFER = 64  # units of its neighbours that a tile shows, so that outlines do not end at it
PIXELS = 256  # along a tile
ROOM = 32  # square units that areas have on average, so that all of them fit
SOUTHERNMOST = degrees(atan(sinh(pi)))

Floats = NDArray[np.float64]


def world(lonlat: Floats) -> Floats:
    """Longitude and latitude in degrees (n, 2) in the square of the web; poles are at its rim."""
    lat = np.radians(np.clip(lonlat[:, 1], -SOUTHERNMOST, SOUTHERNMOST))
    x = np.clip(lonlat[:, 0] / 360 + 0.5, 0, 1)
    y = np.clip(0.5 - np.arcsinh(np.tan(lat)) / (2 * pi), 0, 1)
    return np.column_stack((x, y))


def units(zoom: int) -> int:
    """Units along the world at a zoom."""
    return EXTENT << zoom


def half_pixel(zoom: int) -> float:
    """Half a pixel of a zoom as a part of the world: what simplification may leave out."""
    return 0.5 / (PIXELS << zoom)


def start_zoom(shapes: Geometries, last: int) -> int:
    """The lowest zoom at which all areas fit.

    Args:
        shapes: the areas in the unit square (n).
        last: the zoom that is returned at most.

    Returns:
        Where the mean area has 32 square units or more: 5 for the 14,500 neighbourhoods of
        the Netherlands on the map of the web.
    """
    surface = shapely.area(shapes)
    mean = surface.mean() if len(surface) else 1.0
    return next((z for z in range(last) if mean * units(z) ** 2 >= ROOM), last)


def bounds(zoom: int, column: int, row: int) -> tuple[float, float, float, float]:
    """West, south, east and north of a tile of the web in degrees."""
    tiles = 1 << zoom
    west, east = (360 * x / tiles - 180 for x in (column, column + 1))
    north, south = (degrees(atan(sinh(pi - 2 * pi * y / tiles))) for y in (row, row + 1))
    return west, south, east, north
