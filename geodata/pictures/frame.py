"""The part of the ground that a map shows, and how long a unit of its coordinates is there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import shapely

from geodata.boundaries import Boundaries
from geodata.crs import to_wgs84
from geodata.envelopes import Bbox
from geodata.errors import BoundaryError

STEP = 1e-3  # of the width of the frame: over which a unit is measured


@dataclass(frozen=True)
class Frame:
    """A rectangle of ground.

    Attributes:
        bounds: west, south, east, north in the coordinate system of the map.
        metres: of ground in a unit eastward and in a unit northward, at the centre.
    """

    bounds: Bbox
    metres: tuple[float, float]

    @property
    def width(self) -> float:
        """In metres of ground."""
        return (self.bounds[2] - self.bounds[0]) * self.metres[0]

    @property
    def height(self) -> float:
        """In metres of ground."""
        return (self.bounds[3] - self.bounds[1]) * self.metres[1]

    @property
    def aspect(self) -> float:
        """Height as a share of width."""
        return self.height / self.width


def frame_of(layers: Iterable[Boundaries]) -> Frame:
    """The frame that holds all shapes of all layers.

    A unit is measured on the ellipsoid at the centre of the frame, so that a scale bar is
    right in metres (RD New), in degrees (a degree of longitude shrinks with the cosine of
    latitude) and in Web Mercator (where a metre is not a metre).

    Raises:
        BoundaryError: no shapes, or layers in different coordinate systems.
    """
    layers = list(layers)
    systems = sorted({layer.crs for layer in layers})
    if len(systems) > 1:
        message = f"The maps are in different coordinate systems: {', '.join(systems)}."
        raise BoundaryError(message, hint="Bring the shapes to one of them, or use .wgs84().")
    sides = np.array([layer.bounds for layer in layers])
    if not len(sides) or np.isnan(sides).all():
        message = "There are no shapes to draw."
        raise BoundaryError(message)
    west, south = np.nanmin(sides[:, :2], axis=0).tolist()
    east, north = np.nanmax(sides[:, 2:], axis=0).tolist()
    bounds = (west, south, east, north)
    return Frame(bounds, _metres(bounds, systems[0]))


def _metres(bounds: Bbox, crs: str) -> tuple[float, float]:
    from pyproj import Geod  # noqa: PLC0415

    west, south, east, north = bounds
    x, y, step = (west + east) / 2, (south + north) / 2, (east - west) * STEP
    ends = np.array([[x - step, y], [x + step, y], [x, y - step], [x, y + step]])
    degrees = shapely.get_coordinates(to_wgs84(shapely.points(ends), crs))
    starts, stops = degrees[::2].T, degrees[1::2].T
    _, _, ground = Geod(ellps="WGS84").inv(*starts, *stops)
    eastward, northward = (np.asarray(ground) / (2 * step)).tolist()
    return eastward, northward
