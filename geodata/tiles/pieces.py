"""The shapes of one zoom as whole numbers, cut into tiles and encoded: exact from then on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from geodata.core.faces import Faces
from geodata.crs import Geometries
from geodata.ragged import Ragged
from geodata.tiles.grid import BUFFER, EXTENT, units
from geodata.tiles.room import with_room

Ints = NDArray[np.int64]

PER_BIN = 2.0  # corners in a bin of the search for neighbours
NEAR = 5.0  # units, a third of a pixel: how far a border may lie from where it was
NEAREST = 0.85  # units, at the highest zoom


@dataclass(frozen=True, eq=False)
class Pieces:
    """What each tile of one zoom shows of each area.

    Attributes:
        zoom: the zoom.
        labels: area, column and row of each piece (n, 3); by tile, then by area.
        octets: the type and geometry of all pieces as MVT bytes.
        begins: where the bytes of each piece begin (n + 1).
        moved: areas that were given smallest triangles where they have no surface.
        crowded: those of them for which no triangle was free; they lie over a neighbour.
    """

    zoom: int
    labels: Ints
    octets: NDArray[np.uint8]
    begins: Ints
    moved: Ints
    crowded: Ints


def pieces(shapes: Geometries, zoom: int, near: float = NEAR) -> Pieces:
    """Round, cut and encode the shapes of one zoom.

    Neighbours keep one border, without overlap or gap between them. Where rounding leaves
    nothing of a border within reach, the area behind it gets a triangle of half a square unit
    from the area it lies in; a narrow inlet into a single area stays in view in the same way.

    Args:
        shapes: a valid coverage in the unit square (n), exteriors of positive area.
        zoom: the zoom.
        near: units; no border lies farther from what is left of it, as far as there is room.
    """
    from geodata.core.tile_commands import commands  # noqa: PLC0415
    from geodata.core.tile_parts import slabs  # noqa: PLC0415
    from geodata.core.tile_rings import tidy  # noqa: PLC0415

    grid = np.array([EXTENT, BUFFER, units(zoom)])
    flat = Ragged.of(shapes)
    ends = np.column_stack((flat.rings[:-1], flat.rings[1:] - 1))
    source = Faces(flat.xy * units(zoom), ends, flat.first_rings)
    whole = _rounded(source)
    shown = with_room(source, whole, _tidied(whole), grid, near)
    xy, rings, parts, columns = slabs(*shown.faces, grid, 0)
    xy, rings, parts, rows = slabs(xy, rings, parts, grid, 1)
    labels = np.column_stack((columns[rows[:, 0]], rows[:, 1]))
    origins = EXTENT * labels[:, 1:]
    boxes = np.concatenate((origins - BUFFER, origins + EXTENT + BUFFER), axis=1)
    octets, begins = commands(*tidy(xy, rings, parts, boxes), origins)
    return Pieces(zoom, *_by_tile(labels, octets, begins), shown.moved, shown.crowded)


def _rounded(shapes: Faces) -> Faces:
    """Shapes in whole units."""
    from geodata.core.tile_nodes import bins_of, cut, snap  # noqa: PLC0415

    begins = np.append(shapes.rings[:, 0], shapes.rings[-1, 1] + 1)  # closed, one after the other
    xy, begins = cut(shapes.xy, begins, EXTENT, BUFFER)
    whole, begins = snap(xy, begins, *bins_of(xy, PER_BIN))
    return Faces(whole, np.column_stack((begins[:-1], begins[1:])), shapes.areas)


def _tidied(whole: Faces) -> Faces:
    """The areas in simple rings; where borders run to and fro they cancel."""
    from geodata.core.tile_rings import tidy  # noqa: PLC0415

    nowhere = np.full((len(whole.areas) - 1, 4), -1)
    xy, begins, areas = tidy(*whole, nowhere)
    return Faces(xy, np.column_stack((begins[:-1], begins[1:])), areas)


def _by_tile(
    labels: Ints, octets: NDArray[np.uint8], begins: Ints
) -> tuple[Ints, NDArray[np.uint8], Ints]:
    """Pieces that have bytes, sorted by column, row and area."""
    order = np.lexsort((labels[:, 0], labels[:, 2], labels[:, 1]))
    sizes = np.diff(begins)
    order = order[sizes[order] > 0]
    ends = np.cumsum(sizes[order])
    source = np.repeat(begins[:-1][order] - ends + sizes[order], sizes[order])
    return labels[order], octets[source + np.arange(len(source))], np.concatenate(([0], ends))
