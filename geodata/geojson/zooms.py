"""Shapes for a zoom of the map: GeoJSON text without the corners that nobody would see.

Which corners a zoom shows is found once, of all areas together, so that neighbours keep one
border; a bit for each of them is kept. Any coordinate system is thinned by the same bits, in
its own text: no coordinate is written again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.core.threads import spread
from geodata.crs import Geometries
from geodata.errors import BoundaryError
from geodata.geojson.shapes import Fragments
from geodata.geojson.texts import Bytes, Ints, Texts
from geodata.ragged import Ragged
from geodata.simplify import Coverage
from geodata.tiles.grid import half_pixel, world
from geodata.tiles.matrix_sets import WEB, matrix_set

WIDEST = 48  # bytes of a corner, with its brackets and a comma


def simplified_zooms() -> range:
    """The zooms that have shapes of their own: those above the deepest tiles."""
    return range(matrix_set(WEB).highest)


def zoom_of(level: float) -> int | None:
    """The zoom whose shapes go with a level of detail; None where these are the whole ones.

    Shapes are simplified below the zoom of the deepest tiles; between two zooms those of the
    finer one are taken.

    Args:
        level: a zoom of WebMercatorQuad, 0 or more; may lie between two.
    """
    finer = int(np.ceil(min(level, 100.0)))
    return finer if finer in simplified_zooms() else None


@dataclass(frozen=True, eq=False)
class Shown:
    """The corners of n areas that a zoom shows.

    Attributes:
        firsts: which bit is that of the first corner of each area (n,); eight bits are a byte,
            and every area begins with one of its own.
        corners: how many corners each area has (n,).
        rings: how many rings each area has (n,).
        kept: a bit for every corner, the lowest first; 0 for the one that closes a ring.
    """

    firsts: Ints
    corners: Ints
    rings: Ints
    kept: Bytes

    def of(self, fragments: Fragments, rows: Ints) -> Fragments:
        """Some areas as this zoom shows them.

        Args:
            fragments: all n areas, in any coordinate system.
            rows: which are wanted (m,).

        Raises:
            BoundaryError: they have other corners than those that this was made of.
        """
        from geodata.core.json_corners import count, thin  # noqa: PLC0415

        heads, firsts = fragments.heads.take(rows), self.firsts[rows]
        there = np.empty((len(rows), 3), np.int64)
        ends = np.cumsum(heads.ends - heads.begins + WIDEST * self.rings[rows])
        at = np.append(np.int64(0), ends[:-1]) if len(rows) else ends
        begins, out = at.copy(), np.empty(ends[-1] if len(rows) else 0, np.uint8)

        def write(run: slice) -> None:
            text = heads.data, heads.begins[run], heads.ends[run]
            count(*text, there[run])
            if (there[run, 2] == self.corners[rows[run]]).all():
                thin(*text, firsts[run], self.kept, at[run], out)

        spread(write, len(rows))
        if not (there[:, 2] == self.corners[rows]).all():
            raise BoundaryError("These outlines are not of the same areas: their corners differ.")
        return Fragments(Texts(out, begins, at), fragments.bounds[rows])


def shown_at(fragments: Fragments, zoom: int) -> Shown:
    """Find the corners that a zoom shows.

    Areas are simplified together, by half a pixel of 256 to a tile, and no border moves by
    more than one; every ring keeps three corners.

    Args:
        fragments: all areas that touch one another (n), in longitude and latitude.
        zoom: of WebMercatorQuad.

    Source: OGC API – Features – Part 7: Geometry Simplification (draft 24-020), 6.
    """
    whole = _Whole(*_read(fragments))
    return whole.shown(whole.coverage.thinned(whole.coverage.source, half_pixel(zoom)))


def shown_at_all(fragments: Fragments) -> Iterator[tuple[int, Shown]]:
    """Find the corners of every zoom, each from those of the zoom below it in detail.

    It begins with the deepest zoom and ends with the first that shows all that the ones above
    it on the map show: these show the same corners.

    Args:
        fragments: as in `shown_at`.
    """
    whole = _Whole(*_read(fragments))
    shapes, before = whole.coverage.source, -1
    for zoom in reversed(simplified_zooms()):
        shapes = whole.coverage.thinned(shapes, half_pixel(zoom))
        left = int(shapely.get_num_coordinates(shapes).sum())
        if left == before:
            return
        before = left
        yield zoom, whole.shown(shapes)


@dataclass(frozen=True, eq=False)
class _Whole:
    """Areas with all their corners.

    Attributes:
        counts: how many polygons, rings and corners each has (n, 3).
        flat: those that have a shape.
    """

    counts: NDArray[np.int64]
    flat: Ragged

    @cached_property
    def coverage(self) -> Coverage:
        """Those that have a shape."""
        nothing = np.empty(len(self.flat.areas) - 1, dtype=object)
        return Coverage(self.flat.shapes(nothing) if len(nothing) else nothing)

    def shown(self, thin: Geometries) -> Shown:
        """The corners that are left of simpler shapes; all of them where these are no part."""
        bytes_of = (self.counts[:, 2] + 7) // 8
        ends = np.cumsum(bytes_of)
        firsts = 8 * (ends - bytes_of)
        bits = np.zeros(8 * ends[-1] if len(ends) else 0, np.bool_)
        bits[self._places(firsts)] = self._left(thin)
        kept = np.packbits(bits, bitorder="little")
        return Shown(firsts, self.counts[:, 2].copy(), self.counts[:, 1].copy(), kept)

    def _places(self, firsts: Ints) -> Ints:
        """Which bit is that of every corner."""
        corners = self.counts[:, 2]
        before = np.cumsum(corners) - corners
        places: Ints = np.arange(corners.sum()) + np.repeat(firsts - before, corners)
        return places

    def _left(self, thin: Geometries) -> NDArray[np.bool_]:
        left = self.coverage.left(thin)
        found = np.ones(len(self.flat.xy), np.bool_) if left is None else left
        found[self.flat.rings[1:] - 1] = False
        return found


def _read(fragments: Fragments) -> tuple[NDArray[np.int64], Ragged]:
    """How many polygons, rings and corners areas have (n, 3), and those with a shape, flat."""
    from geodata.core.json_corners import count, read  # noqa: PLC0415

    heads = fragments.heads
    counts = np.empty((len(heads), 3), np.int64)
    count(heads.data, heads.begins, heads.ends, counts)
    polygons, rings, corners = counts.sum(axis=0)
    xy = np.empty((corners, 2))
    begins = np.empty(rings + 1, np.int64), np.empty(polygons + 1, np.int64)
    read(heads.data, heads.begins, heads.ends, xy, *begins)
    own = counts[counts[:, 0] > 0, 0]
    areas = np.append(np.int64(0), np.cumsum(own))
    return counts, Ragged(world(xy) if corners else xy, *begins, areas)
