"""The shapes of one zoom as whole numbers, cut into tiles and encoded: exact from then on."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from geodata.crs import Geometries
from geodata.ragged import Ragged
from geodata.tiles.grid import BUFFER, EXTENT, units

Ints = NDArray[np.int64]

PER_BIN = 2.0  # corners in a bin of the search for neighbours
NEAR = 5  # units, a third of a pixel
SURROUNDINGS = 3  # units around a place in which a lost area finds room


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


@dataclass(frozen=True, eq=False)
class Rounded:
    """Shapes in whole units.

    Attributes:
        xy: coordinates of all rings (n, 2).
        rings: begin and end of each ring, not closed (rings, 2).
        areas: which ring each area begins with (areas + 1).
    """

    xy: Ints
    rings: Ints
    areas: Ints

    def and_rings(self, corners: Ints, owners: Ints) -> Rounded:
        """The same with more rings of three corners (k, 3, 2) for some areas (k)."""
        begin = len(self.xy) + 3 * np.arange(len(owners))
        rings = np.concatenate((self.rings, np.column_stack((begin, begin + 3))))
        counts = np.diff(self.areas)
        owner = np.concatenate((np.repeat(np.arange(len(counts)), counts), owners))
        counts = np.bincount(owner, minlength=len(counts))
        return Rounded(
            np.concatenate((self.xy, corners.reshape(-1, 2))),
            rings[np.argsort(owner, kind="stable")],
            np.concatenate(([0], np.cumsum(counts))),
        )


def pieces(shapes: Geometries, zoom: int, near: int = NEAR) -> Pieces:
    """Round, cut and encode the shapes of one zoom.

    Neighbours keep one border, without overlap or gap between them; an area that rounding
    leaves without a surface gets a triangle of half a square unit from the area it lies in.

    Args:
        shapes: a valid coverage in the unit square (n), exteriors of positive area.
        zoom: the zoom.
        near: units; no part of an area lies farther from what is left of it.
    """
    from geodata.core.tile_commands import commands  # noqa: PLC0415
    from geodata.core.tile_parts import slabs  # noqa: PLC0415
    from geodata.core.tile_rings import tidy  # noqa: PLC0415

    grid = np.array([EXTENT, BUFFER, units(zoom)])
    rounded, moved, crowded = _with_room(_rounded(Ragged.of(shapes), zoom), grid, near)
    xy, rings, parts, columns = slabs(rounded.xy, rounded.rings, rounded.areas, grid, 0)
    xy, rings, parts, rows = slabs(xy, rings, parts, grid, 1)
    labels = np.column_stack((columns[rows[:, 0]], rows[:, 1]))
    origins = EXTENT * labels[:, 1:]
    boxes = np.concatenate((origins - BUFFER, origins + EXTENT + BUFFER), axis=1)
    octets, begins = commands(*tidy(xy, rings, parts, boxes), origins)
    return Pieces(zoom, *_by_tile(labels, octets, begins), moved, crowded)


def _rounded(shapes: Ragged, zoom: int) -> Rounded:
    """Shapes in whole units."""
    from geodata.core.tile_nodes import bins_of, cut, snap  # noqa: PLC0415

    xy, begins = cut(shapes.xy * units(zoom), shapes.rings, EXTENT, BUFFER)
    whole, begins = snap(xy, begins, *bins_of(xy, PER_BIN))
    return Rounded(whole, np.column_stack((begins[:-1], begins[1:])), shapes.first_rings)


def _with_room(rounded: Rounded, grid: Ints, near: int) -> tuple[Rounded, Ints, Ints]:
    """Rings without what cancels; areas get the smallest triangles where they lost surface.

    Returns:
        The shapes, the areas with triangles, and those of them that lie over another one.
    """
    from geodata.core.tile_room import double_areas, edges_of, lost_places, make_room  # noqa: PLC0415

    left = _tidied(rounded)
    whole, rest = ((each.xy, each.rings, each.areas) for each in (rounded, left))
    places, lost = lost_places(whole, rest, near)
    if not len(lost):
        return left, lost, lost
    borders = edges_of(*rest, 6 * len(lost))
    found = make_room(places, lost, borders, double_areas(*rest), _triangles(), grid)
    crowded = found[:, 6] == -2
    found[crowded, :6] = (_inward(places[crowded], grid) + _triangles()[0]).reshape(-1, 6)
    corners, givers = found[:, :6].reshape(-1, 3, 2), found[:, 6]
    given = givers >= 0
    corners = np.concatenate((corners, corners[given][:, ::-1]))
    owners = np.concatenate((lost, givers[given]))
    return left.and_rings(corners, owners), np.unique(lost), np.unique(lost[crowded])


def _tidied(rounded: Rounded) -> Rounded:
    """The same shapes in simple rings; where borders run to and fro they cancel."""
    from geodata.core.tile_rings import tidy  # noqa: PLC0415

    nowhere = np.full((len(rounded.areas) - 1, 4), -1)
    xy, begins, areas = tidy(rounded.xy, rounded.rings, rounded.areas, nowhere)
    return Rounded(xy, np.column_stack((begins[:-1], begins[1:])), areas)


def _inward(places: Ints, grid: Ints) -> Ints:
    """Places moved so that no triangle around them leaves the world (k, 1, 2)."""
    inside: Ints = np.clip(places, SURROUNDINGS, grid[2] - SURROUNDINGS)
    return inside[:, None]


@cache
def _triangles() -> Ints:
    """All triangles of half a square unit around the origin, the nearest first (c, 3, 2)."""
    span = range(-SURROUNDINGS, SURROUNDINGS + 1)
    points = [(x, y) for x in span for y in span]
    found = np.array(list(combinations(points, 3)))
    (ax, ay), (bx, by) = (found[:, k].T - found[:, 0].T for k in (1, 2))
    turn = ax * by - ay * bx
    found[turn < 0] = found[turn < 0][:, ::-1]
    found = found[np.abs(turn) == 1]
    reach = (found**2).sum(axis=(1, 2))
    nearest: Ints = found[np.argsort(reach, kind="stable")]
    return nearest


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
