"""A pyramid of tiles: shapes once for each boundaries, values as often as they change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import shapely
from numpy.typing import NDArray

from geodata.boundaries import Boundaries
from geodata.core.threads import spread, thread_count
from geodata.coverage import cleaned
from geodata.crs import WGS84, Geometries
from geodata.envelopes import Bbox
from geodata.errors import BoundaryError, listed
from geodata.simplify import Coverage
from geodata.tiles.attributes import Attributes, Column
from geodata.tiles.grid import half_pixel, start_zoom
from geodata.tiles.ids import feature_ids
from geodata.tiles.layers import encoder
from geodata.tiles.matrix_sets import WEB, TileMatrixSet, matrix_set
from geodata.tiles.pieces import NEAR, NEAREST, Pieces, pieces
from geodata.tiles.tileset import TileSet

LAST = 16  # the highest zoom that whole numbers have room for
LAYER = "areas"


class Place(NamedTuple):
    """A tile of the pyramid: which pieces of its level it shows."""

    level: Pieces
    column: int
    row: int
    first: int
    last: int


@dataclass(frozen=True, eq=False)
class Pyramid:
    """The shapes of n areas, cut into tiles and encoded.

    Attributes:
        codes: the area codes (n).
        names: the names of the areas, None where there is none (n).
        ids: the number of each area as a feature (n).
        bounds: west, south, east and north of all shapes in degrees.
        matrix_set: the square that the tiles are cut from.
        levels: what the tiles of each zoom show, from the lowest zoom on.
        notes: what was done to the shapes, in words.
    """

    codes: tuple[str, ...]
    names: tuple[str | None, ...]
    ids: NDArray[np.int64]
    bounds: Bbox
    matrix_set: TileMatrixSet
    levels: tuple[Pieces, ...]
    notes: tuple[str, ...]

    @property
    def zooms(self) -> range:
        """The zooms that there are tiles of."""
        return range(self.levels[0].zoom, self.levels[-1].zoom + 1)

    def tiles(self, columns: Mapping[str, Column] | None = None, layer: str = LAYER) -> TileSet:
        """The tiles with values, compressed: only the values are encoded anew.

        Args:
            columns: values of each area by name, in the order of `codes`: numbers, texts or
                truth values; None and NaN are left out of a feature. Every feature has
                `area_code`, and without columns nothing else (`slim` tiles, whose values the
                client joins); with columns also `area_name`, if any area has a name.
            layer: the name of the layer.

        Raises:
            BoundaryError: a column of another length, or infinite numbers.
        """
        attributes = self._code_alone
        if columns:
            own = {"area_name": self.names} if any(self.names) else {}
            given = {name: c for name, c in columns.items() if name != "area_code"}
            attributes = attributes + Attributes.of(own | given, len(self.codes))
        found: list[bytes] = [b""] * len(self.places)

        def encode(part: slice) -> None:
            write = encoder(self.ids, attributes, layer)
            for i in range(part.start, part.stop):
                found[i] = write(self.places[i])

        spread(encode, len(found))
        names = ((place.level.zoom, place.column, place.row) for place in self.places)
        made = dict(zip(names, found, strict=True))
        return TileSet(made, layer, attributes.fields, self.bounds, self.matrix_set)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """All tiles, by zoom, column and row."""
        return tuple(place for level in self.levels for place in _places(level))

    @cached_property
    def _code_alone(self) -> Attributes:
        return Attributes.of({"area_code": self.codes}, len(self.codes))


def tile_pyramid(
    boundaries: Boundaries, zooms: range | None = None, tile_matrix_set: str = WEB
) -> Pyramid:
    """Cut the shapes of areas into tiles, once for all values they will ever have.

    Below the highest zoom shapes are simplified together by half a pixel, and no border moves
    by more than one; at the highest zoom a corner moves to the nearest unit, 1/4096 of a tile.
    From the lowest zoom on every area is there; neighbours neither overlap nor part.

    Args:
        boundaries: the shapes; areas without one are in no tile.
        zooms: the zooms to make; from where all areas fit up to the highest of the tile matrix
            set if absent.
        tile_matrix_set: one of `geodata.tiles.matrix_sets`, by its name.

    Raises:
        BoundaryError: no area has a shape, shapes outside of the tile matrix set, there is no
            such set, or zooms that cannot be made.
    """
    grid = matrix_set(tile_matrix_set)
    sound = _sound(_moved(boundaries, grid.source_crs))
    there = np.flatnonzero(_present(sound.geometry))
    if not len(there):
        message = "No area has a shape; there is nothing to put into tiles."
        raise BoundaryError(message)
    source = shapely.orient_polygons(grid.in_square(sound.geometry[there]))
    levels = _levels(source, _checked(zooms, source, grid.highest))
    return Pyramid(
        codes=tuple(sound.codes[i] for i in there),
        names=tuple(sound.names[i] for i in there),
        ids=feature_ids(sound.codes)[there],
        bounds=sound.wgs84().bounds,
        matrix_set=grid,
        levels=levels,
        notes=(*sound.notes, *_crowded(levels, sound.codes, there)),
    )


def _moved(boundaries: Boundaries, crs: str) -> Boundaries:
    """The same areas in another coordinate system."""
    if crs == WGS84:
        return boundaries.wgs84()
    return replace(boundaries, crs=crs, geometry=boundaries.moved_to(crs))


def _present(geometry: Geometries) -> NDArray[np.bool_]:
    there: NDArray[np.bool_] = ~(shapely.is_missing(geometry) | shapely.is_empty(geometry))
    return there


def _sound(boundaries: Boundaries) -> Boundaries:
    """The shapes as a valid coverage."""
    shapes = boundaries.geometry[_present(boundaries.geometry)]
    return boundaries if shapely.coverage_is_valid(shapes) else cleaned(boundaries)


def _checked(zooms: range | None, shapes: Geometries, highest: int) -> range:
    if zooms is None:
        return range(start_zoom(shapes, highest), highest + 1)
    if zooms.step != 1 or not zooms or zooms[0] < 0 or zooms[-1] > LAST:
        message = f"Tiles of zooms {zooms} cannot be made."
        raise BoundaryError(message, hint=f"Use zooms one after the other, from 0 to {LAST}.")
    return zooms


def _levels(source: Geometries, zooms: range) -> tuple[Pieces, ...]:
    """All zooms; while one is cut into tiles, the next lower one is simplified."""
    with ThreadPoolExecutor(thread_count()) as pool:
        tasks = [
            pool.submit(pieces, shapes, zoom, NEAREST if zoom == zooms[-1] else NEAR)
            for zoom, shapes in _cascade(source, zooms)
        ]
        return tuple(task.result() for task in reversed(tasks))


def _cascade(source: Geometries, zooms: range) -> Iterator[tuple[int, Geometries]]:
    """The shapes of each zoom, from the highest to the lowest."""
    shapes, coverage = source, Coverage(source)
    for zoom in reversed(zooms):
        if zoom != zooms[-1]:
            shapes = shapely.orient_polygons(coverage.thinned(shapes, half_pixel(zoom)))
        yield zoom, shapes


def _places(level: Pieces) -> Iterator[Place]:
    """The tiles of one zoom."""
    where = level.labels[:, 1:]
    changes = np.flatnonzero((where[1:] != where[:-1]).any(axis=1)) + 1
    borders = np.concatenate(([0], changes, [len(where)])).tolist()
    for first, last in pairwise(borders):
        column, row = where[first].tolist()
        yield Place(level, column, row, first, last)


def _crowded(
    levels: tuple[Pieces, ...], codes: tuple[str, ...], there: NDArray[np.int64]
) -> Iterator[str]:
    for level in levels:
        if len(level.crowded):
            lying = listed([codes[there[i]] for i in level.crowded])
            yield f"at zoom {level.zoom} there is no room beside their neighbours for: {lying}"
