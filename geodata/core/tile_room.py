"""Triangles of whole points that an area can give away without any border crossing another.

A triangle that holds no whole point but its corners lies in one area, or in none, where no
border crosses it.
"""

from __future__ import annotations

from math import floor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.core.compiler import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@kernel
def choose(  # noqa: PLR0913
    candidates: Ints,
    strays: Floats,
    most: float,
    borders: tuple[Ints, Ints],
    areas: Ints,
    taker: int,
    grid: Ints,
    apart: bool,  # noqa: FBT001
) -> tuple[int, int]:
    """The triangle that strays least, among those that are free to be given away.

    Args:
        candidates: triangles of positive sign in whole units (c, 3, 2).
        strays: how far each strays (c).
        most: less than this.
        borders: the edges of all areas around, and those of them that come near: x and y of
            both ends and the area (n, 5).
        areas: twice the surface of each area, and of what is outside as the last (areas + 1).
        taker: the area that the triangle is for; what is outside takes from `-1 - taker` alone.
        grid: units along a tile, units of the buffer, units along the world.
        apart: whether the triangle must not touch any border.

    Returns:
        Which candidate, and the area that gives it; -1 for none.
    """
    wound = np.zeros(len(areas), np.int64)
    best, source = -1, -1
    for c in range(len(candidates)):
        triangle = candidates[c]
        if strays[c] >= most or not _within(triangle, grid) or not _free(triangle, borders[1]):
            continue
        if apart and _touches(triangle, borders[1]):
            continue
        giver = _giver(triangle, borders[0], wound)
        meant = giver == -1 - taker if taker < 0 else giver != taker
        if meant and areas[giver] > _side(triangle[0], triangle[1], triangle[2, 0], triangle[2, 1]):
            most, best, source = strays[c], c, giver
    return best, source


@kernel
def _within(triangle: Ints, grid: Ints) -> bool:
    """Whether a triangle lies in the world, and no line where some tile's content ends cuts it."""
    extent, buffer, world = grid[0], grid[1], grid[2]
    for axis in range(2):
        low = min(triangle[0, axis], triangle[1, axis], triangle[2, axis])
        high = max(triangle[0, axis], triangle[1, axis], triangle[2, axis])
        if low < 0 or high > world:
            return False
        for offset in (-buffer, buffer):
            if (floor((low - offset) / extent) + 1) * extent + offset < high:
                return False
    return True


@kernel
def _side(a: Ints, b: Ints, x: int, y: int) -> Any:
    """Positive where a point lies left of the way from a to b, 0 on it."""
    return (b[0] - a[0]) * (y - a[1]) - (b[1] - a[1]) * (x - a[0])


@kernel
def _free(triangle: Ints, edges: Ints) -> bool:
    """Whether no edge runs through a triangle or one of its corners, or begins on a side."""
    for e in range(len(edges)):
        a, b = edges[e, :2], edges[e, 2:4]
        left, right = False, False
        for corner in range(3):
            x, y = triangle[corner, 0], triangle[corner, 1]
            side = _side(a, b, x, y)
            left, right = left or side > 0, right or side < 0
            if side == 0 and _between(a, b, x, y):
                return False
        if left and right and _overlaps(triangle, a, b):
            return False
        for corner in range(3):
            p, q = triangle[corner], triangle[(corner + 1) % 3]
            if _side(p, q, a[0], a[1]) == 0 and _between(p, q, a[0], a[1]):
                return False
    return True


@kernel
def _touches(triangle: Ints, edges: Ints) -> bool:
    """Whether a corner of a triangle is the end of an edge."""
    for e in range(len(edges)):
        for corner in range(3):
            x, y = triangle[corner, 0], triangle[corner, 1]
            if (edges[e, 0] == x and edges[e, 1] == y) or (edges[e, 2] == x and edges[e, 3] == y):
                return True
    return False


@kernel
def _between(a: Ints, b: Ints, x: int, y: int) -> Any:
    """Whether a point of the line lies strictly between two points."""
    return (x - a[0]) * (x - b[0]) + (y - a[1]) * (y - b[1]) < 0


@kernel
def _overlaps(triangle: Ints, a: Ints, b: Ints) -> bool:
    """Whether no side of a triangle parts an edge from it."""
    for corner in range(3):
        p, q = triangle[corner], triangle[(corner + 1) % 3]
        if _side(p, q, a[0], a[1]) <= 0 and _side(p, q, b[0], b[1]) <= 0:
            return False
    return True


@kernel
def _giver(triangle: Ints, edges: Ints, wound: Ints) -> Any:
    """The area around the middle of a triangle by winding numbers; what is outside if none."""
    x, y = triangle[:, 0].sum(), triangle[:, 1].sum()  # three times the middle
    for e in range(len(edges)):
        wound[edges[e, 4]] = 0
    for e in range(len(edges)):
        x0, y0, x1, y1 = 3 * edges[e, 0], 3 * edges[e, 1], 3 * edges[e, 2], 3 * edges[e, 3]
        if (y0 <= y) != (y1 <= y):
            side = (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)
            if y0 <= y and side > 0:
                wound[edges[e, 4]] += 1
            elif y1 <= y and side < 0:
                wound[edges[e, 4]] -= 1
    for e in range(len(edges)):
        if wound[edges[e, 4]] != 0 and edges[e, 4] + 1 < len(wound):
            return edges[e, 4]
    return len(wound) - 1
