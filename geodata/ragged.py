"""Many polygons as one array of coordinates, the form that kernels take."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.crs import Geometries


@dataclass(frozen=True, eq=False)
class Ragged:
    """Polygons and multipolygons, flat.

    Attributes:
        xy: coordinates of all rings, each closed (n, 2).
        rings: where each ring begins (rings + 1).
        polygons: which ring each polygon begins with (polygons + 1).
        areas: which polygon each area begins with (areas + 1).
    """

    xy: NDArray[np.float64]
    rings: NDArray[np.int64]
    polygons: NDArray[np.int64]
    areas: NDArray[np.int64]

    @classmethod
    def of(cls, shapes: Geometries) -> Ragged:
        """The coordinates of shapes (n), none of them missing."""
        if len(shapes) == 0:
            nothing = np.zeros(1, np.int64)
            return cls(np.empty((0, 2)), nothing, nothing, nothing)
        _, xy, offsets = shapely.to_ragged_array(shapes, include_z=False)
        rings, polygons, *areas = (np.asarray(each, np.int64) for each in offsets)
        return cls(
            np.ascontiguousarray(xy),
            rings,
            polygons,
            areas[0] if areas else np.arange(len(polygons)),
        )

    @property
    def first_rings(self) -> NDArray[np.int64]:
        """Which ring each area begins with (areas + 1)."""
        return self.polygons[self.areas]

    def owners(self, marked: NDArray[np.bool_]) -> NDArray[np.int64]:
        """The areas that have one of the marked vertices (n)."""
        ends = self.rings[self.first_rings[1:]]
        return np.unique(np.searchsorted(ends, np.flatnonzero(marked), side="right"))

    def touching(self, areas: NDArray[np.int64]) -> NDArray[np.bool_]:
        """The vertices of some areas, and those at the same places in others (n)."""
        begins = self.rings[self.first_rings]
        rows = np.concatenate([np.arange(begins[a], begins[a + 1]) for a in areas.tolist()])
        places = self.xy.view(np.complex128)[:, 0]
        found: NDArray[np.bool_] = np.isin(places, places[rows])
        found[self.rings[1:] - 1] = False  # the vertex that closes a ring
        return found

    def only(self, kept: NDArray[np.bool_]) -> Ragged:
        """The marked vertices alone (n); the vertex that closes a ring is not marked."""
        counts = np.add.reduceat(kept, self.rings[:-1], dtype=np.int64) + 1
        rings = np.concatenate(([0], np.cumsum(counts)))
        xy = np.empty((rings[-1], 2))
        closing = np.zeros(len(xy), np.bool_)
        closing[rings[1:] - 1] = True
        xy[~closing] = self.xy[kept]
        xy[closing] = xy[rings[:-1]]
        return Ragged(xy, rings, self.polygons, self.areas)

    def shapes(self, like: Geometries) -> Geometries:
        """Shapes again (n), each of the same kind as its model."""
        offsets = (self.rings, self.polygons, self.areas)
        kind = shapely.GeometryType.MULTIPOLYGON
        made: Geometries = shapely.from_ragged_array(kind, self.xy, offsets)
        single = shapely.get_type_id(like) == shapely.GeometryType.POLYGON
        made[single] = shapely.get_geometry(made[single], 0)
        return made
