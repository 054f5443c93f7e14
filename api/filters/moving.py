"""A geometry of a filter in the coordinate system of a layer."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from api.filters.errors import refused
from api.filters.layer import Outlines
from api.filters.model import Shape
from geodata.crs import transformed
from geodata.envelopes import Bbox, extent
from geodata.errors import GeodataError

PIECES = 100  # of the longest side of a geometry, before it is moved
MOST = 10_000  # positions that pieces may add
BESIDE = 0.5  # of the extent of the layer, kept around it on every side
MARK = 0.01  # of that window: the size of what stands for all beyond it


def moved(shape: Shape, outlines: Outlines) -> Any:
    """A geometry as the shapes of a layer are written; its long sides bend as they should.

    Coordinates far from a country may not exist in its system. What lies far beyond the layer
    is therefore left away, and a small piece of the same kind beside the layer stands for it:
    to every area the geometry lies as it did.

    Raises:
        FilterError: some of it does not exist in the system of the layer.
    """
    if shape.crs == outlines.crs or not outlines.known.any():
        return shape.geometry
    try:
        around = shapely.box(*extent(outlines.envelopes))
        window = _widened(shapely.bounds(_bent(around, outlines.crs, shape.crs)))
        return _bent(_near(shape.geometry, window), shape.crs, outlines.crs)
    except GeodataError as error:
        raise refused(str(error)) from None


def _bent(geometry: Any, crs: str, to: str) -> Any:
    """A geometry in another system, in pieces short enough to follow its curves."""
    west, south, east, north = shapely.bounds(geometry)
    piece = max(east - west, north - south) / PIECES
    piece = max(piece, shapely.length(geometry) / MOST)
    fine = shapely.segmentize(geometry, piece) if piece else geometry
    return transformed(np.array([fine], dtype=object), crs, to)[0]


def _near(geometry: Any, window: Bbox) -> Any:
    """The part of a geometry in a window, with a mark in its corner for what lies beyond."""
    frame = shapely.box(*window)
    if shapely.contains(frame, shapely.envelope(geometry)):
        return geometry
    west, south, east, north = window
    corner = shapely.MultiPoint(
        [(west, south), (west + MARK * (east - west), south + MARK * (north - south))]
    )
    marks = (corner.geoms[0], shapely.LineString(corner.geoms), shapely.envelope(corner))
    mark = marks[shapely.get_dimensions(geometry)]
    return shapely.union(shapely.intersection(geometry, frame), mark)


def _widened(bounds: Any) -> Bbox:
    west, south, east, north = bounds.tolist()
    more = BESIDE * max(east - west, north - south) or 1.0  # a degree or a metre around a point
    return west - more, south - more, east + more, north + more
