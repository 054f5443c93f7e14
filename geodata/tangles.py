"""How often the lines of a shape cross one another, told from a sample of them.

A repair writes down every crossing. A line drawn at random of four million points crosses
itself so often that no memory holds it; that must be known before the repair begins.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely

from geodata.crs import Floats

Places = np.ndarray[Any, np.dtype[np.intp]]
Signs = np.ndarray[Any, np.dtype[np.int8]]

FEW = 500  # vertices that cannot cross too often to be repaired
MANY = 250_000  # crossings: about ten seconds and a gigabyte for GEOS
SAMPLE = 16  # segments


def is_tangled(shape: Any) -> bool:
    """Whether a shape crosses itself too often to be repaired.

    Args:
        shape: a polygon or multipolygon.
    """
    return shapely.get_num_coordinates(shape) > FEW and crossings(shape, MANY) >= MANY


def crossings(shape: Any, enough: float = np.inf) -> float:
    """About how often the segments of a shape cross one another.

    Args:
        shape: a polygon or multipolygon of n segments.
        enough: stop counting when there are so many.

    Returns:
        n / 2 times the mean crossings of 16 segments that lie evenly along the shape; exact
        where it has no more segments than that. Work and memory grow with n alone.
    """
    lines = Lines.of(shape)
    if not len(lines.starts):
        return 0.0
    chosen = np.unique(np.linspace(0, len(lines.starts) - 1, SAMPLE).astype(np.intp))
    found = 0.0
    for at in lines.starts[chosen].tolist():
        found += lines.met(at) * len(lines.starts) / len(chosen) / 2
        if found >= enough:
            break
    return found


@dataclass(frozen=True, eq=False)
class Lines:
    """The rings of a shape, one after another.

    Attributes:
        x: of every point (n,).
        y: of every point (n,).
        starts: the points at which a segment begins; it ends at the next point.
    """

    x: Floats
    y: Floats
    starts: Places

    @classmethod
    def of(cls, shape: Any) -> Lines:
        """The rings of the polygons of a shape."""
        rings = shapely.get_rings(shapely.get_parts(shapely.get_parts(shape)))
        points, ring = shapely.get_coordinates(rings, return_index=True)
        x, y = np.ascontiguousarray(points.T)
        return cls(x, y, np.flatnonzero(ring[1:] == ring[:-1]))

    def met(self, at: int) -> int:
        """How many segments cross one of them, in a point that is no end of either."""
        across = self._side(at, self.x, self.y)
        starts = self.starts[across[self.starts] * across[self.starts + 1] < 0]
        here = [np.sign(self._turn(starts, place)) for place in (at, at + 1)]
        return int((here[0] * here[1] < 0).sum())

    def _side(self, at: int, x: Floats, y: Floats) -> Signs:
        """On which side of a segment points lie: −1, 0 or 1."""
        east, north = self.x[at + 1] - self.x[at], self.y[at + 1] - self.y[at]
        side: Signs = np.sign(east * (y - self.y[at]) - north * (x - self.x[at])).astype(np.int8)
        return side

    def _turn(self, starts: Places, place: int) -> Floats:
        """Twice the area between segments and a point, signed."""
        east, north = self.x[starts + 1] - self.x[starts], self.y[starts + 1] - self.y[starts]
        turn: Floats = east * (self.y[place] - self.y[starts]) - north * (
            self.x[place] - self.x[starts]
        )
        return turn
