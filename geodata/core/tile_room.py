"""Room for areas that rounding leaves without a surface: the smallest triangle there is.

A triangle of half a square unit holds no whole point but its corners. Where no border crosses
it, it lies in one area, or in none; that area gives it away, so nothing overlaps.
"""

from __future__ import annotations

from math import floor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.core.compiler import kernel

Ints = NDArray[np.int64]

NEAR = 4  # units around a place in which borders are looked at


@kernel
def double_areas(xy: Ints, rings: Ints, areas: Ints) -> Ints:
    """Twice the surface of each area in square units; rings with exteriors of positive sign.

    Args:
        xy: whole coordinates (n, 2), rings not closed.
        rings: begin and end of each ring (rings, 2).
        areas: which ring each area begins with (areas + 1).
    """
    twice = np.zeros(len(areas) - 1, np.int64)
    for area in range(len(areas) - 1):
        for ring in range(areas[area], areas[area + 1]):
            begin, end = rings[ring, 0], rings[ring, 1]
            for i in range(begin, end):
                j = i + 1 if i + 1 < end else begin
                twice[area] += (xy[i, 0] - xy[begin, 0]) * (xy[j, 1] - xy[begin, 1])
                twice[area] -= (xy[j, 0] - xy[begin, 0]) * (xy[i, 1] - xy[begin, 1])
    return twice


@kernel
def lost_places(
    whole: tuple[Ints, Ints, Ints], left: tuple[Ints, Ints, Ints], reach: int
) -> tuple[Ints, Ints]:
    """Places where rounding left nothing of an area within reach.

    Args:
        whole: the rounded borders: coordinates (n, 2), begin and end of each ring (rings, 2),
            which ring each area begins with (areas + 1).
        left: what is left where borders to and fro cancel, in the same form.
        reach: units; places lie farther than this from what is left, and from each other.

    Returns:
        Whole coordinates (k, 2) and the area of each (k).
    """
    places, owners = np.empty((64, 2), np.int64), np.empty((64, 1), np.int64)
    n = 0
    for area in range(len(whole[2]) - 1):
        own = whole[1][whole[2][area] : whole[2][area + 1]]
        rest = left[1][left[2][area] : left[2][area + 1]]
        if (own[:, 1] - own[:, 0]).sum() == (rest[:, 1] - rest[:, 0]).sum():
            continue
        begin = n
        for ring in range(len(own)):
            for i in range(own[ring, 0], own[ring, 1]):
                j = i + 1 if i + 1 < own[ring, 1] else own[ring, 0]
                dx, dy = whole[0][j, 0] - whole[0][i, 0], whole[0][j, 1] - whole[0][i, 1]
                steps = max(abs(dx), abs(dy)) // reach + 1
                for step in range(steps):
                    x = whole[0][i, 0] + dx * step // steps
                    y = whole[0][i, 1] + dy * step // steps
                    if _far(x, y, places[begin:n], left[0], rest, reach):
                        places, owners = _longer(places, n + 1), _longer(owners, n + 1)
                        places[n, 0], places[n, 1], owners[n, 0] = x, y, area
                        n += 1
    return places[:n], owners[:n, 0].copy()


@kernel
def _longer(array: Ints, rows: int) -> Ints:
    """The array, or a longer copy where it has not so many rows."""
    if rows <= len(array):
        return array
    grown = np.empty((2 * rows, array.shape[1]), np.int64)
    grown[: len(array)] = array
    return grown


@kernel
def _far(x: int, y: int, places: Ints, xy: Ints, rings: Ints, reach: int) -> bool:  # noqa: PLR0913
    """Whether a point lies beyond reach of some places and of the sides of some rings."""
    for k in range(len(places)):
        if (places[k, 0] - x) ** 2 + (places[k, 1] - y) ** 2 <= reach**2:
            return False
    for ring in range(len(rings)):
        for i in range(rings[ring, 0], rings[ring, 1]):
            j = i + 1 if i + 1 < rings[ring, 1] else rings[ring, 0]
            dx, dy = xy[j, 0] - xy[i, 0], xy[j, 1] - xy[i, 1]
            length = dx * dx + dy * dy
            along = ((x - xy[i, 0]) * dx + (y - xy[i, 1]) * dy) / length if length > 0 else 0.0
            along = min(max(along, 0.0), 1.0)
            ex, ey = x - xy[i, 0] - along * dx, y - xy[i, 1] - along * dy
            if ex * ex + ey * ey <= reach**2:
                return False
    return True


@kernel
def edges_of(xy: Ints, rings: Ints, areas: Ints, spare: int) -> tuple[Ints, Ints, Ints]:
    """All borders as directed edges.

    Args:
        xy: whole coordinates (n, 2), rings not closed.
        rings: begin and end of each ring (rings, 2).
        areas: which ring each area begins with (areas + 1).
        spare: how many more edges there should be room for.

    Returns:
        x and y of both ends and the area (edges, 5); which edge each area begins with
        (areas + 1); west, north, east and south of each area (areas, 4).
    """
    edges, firsts = np.empty((len(xy) + spare, 5), np.int64), np.zeros(len(areas), np.int64)
    frames = np.empty((len(areas) - 1, 4), np.int64)
    n = 0
    for area in range(len(areas) - 1):
        frames[area, :2], frames[area, 2:] = 2**62, -(2**62)
        for ring in range(areas[area], areas[area + 1]):
            begin, end = rings[ring, 0], rings[ring, 1]
            for i in range(begin, end):
                j = i + 1 if i + 1 < end else begin
                edges[n, :2], edges[n, 2:4], edges[n, 4] = xy[i], xy[j], area
                frames[area, :2] = np.minimum(frames[area, :2], xy[i])
                frames[area, 2:] = np.maximum(frames[area, 2:], xy[i])
                n += 1
        firsts[area + 1] = n
    return edges, firsts, frames


@kernel
def make_room(  # noqa: PLR0913
    places: Ints, lost: Ints, borders: Any, twice: Ints, triangles: Ints, grid: Ints
) -> Ints:
    """Give areas a triangle near places where they lost their surface.

    Args:
        places: the places, in whole units (k, 2).
        lost: the area of each place (k).
        borders: as `edges_of` returns them, with room for six more edges per place; are filled.
        twice: twice the surface of all areas (areas); is changed in place.
        triangles: candidates around a place, the nearest first (c, 3, 2).
        grid: units along a tile, units of the buffer, units along the world.

    Returns:
        Corners and the area that gives them, -1 for no area, -2 for no room (k, 7).
    """
    edges, count = borders[0], borders[1][-1]
    found = np.full((len(lost), 7), -2, np.int64)
    around, near = np.empty((len(edges), 5), np.int64), np.empty((len(edges), 5), np.int64)
    wound = np.zeros(len(twice), np.int64)
    for k in range(len(lost)):
        close = _around(places[k], borders, count, around)
        nearest = _near(places[k], around, close, near)
        for c in range(len(triangles)):
            triangle = triangles[c] + places[k]
            if not _within(triangle, grid) or not _free(triangle, near, nearest):
                continue
            giver = _giver(triangle, around, close, wound)
            if giver >= 0 and twice[giver] < 2:
                continue
            count = _given(triangle, lost[k], giver, edges, count)
            found[k, :6], found[k, 6] = triangle.ravel(), giver
            twice[lost[k]] += 1
            if giver >= 0:
                twice[giver] -= 1
            break
    return found


@kernel
def _given(triangle: Ints, taker: int, giver: int, edges: Ints, count: int) -> int:
    """Note the sides of a triangle that changes hands; returns how many edges there are."""
    for corner in range(3):
        a, b = triangle[corner], triangle[(corner + 1) % 3]
        edges[count, :2], edges[count, 2:4], edges[count, 4] = a, b, taker
        count += 1
        if giver >= 0:
            edges[count, :2], edges[count, 2:4], edges[count, 4] = b, a, giver
            count += 1
    return count


@kernel
def _around(place: Ints, borders: Any, count: int, around: Ints) -> int:
    """Copy all edges of the areas around a place, and those of triangles near it."""
    edges, firsts, frames = borders
    x, y, found = place[0], place[1], 0
    for area in range(len(frames)):
        if (
            frames[area, 0] <= x + NEAR
            and frames[area, 1] <= y + NEAR
            and frames[area, 2] >= x - NEAR
            and frames[area, 3] >= y - NEAR
        ):
            size = firsts[area + 1] - firsts[area]
            around[found : found + size] = edges[firsts[area] : firsts[area + 1]]
            found += size
    size = _near(place, edges[firsts[-1] :], count - firsts[-1], around[found:])
    return found + size


@kernel
def _near(place: Ints, edges: Ints, count: int, near: Ints) -> int:
    """Copy the edges that come near a place."""
    x, y, found = place[0], place[1], 0
    for e in range(count):
        if (
            min(edges[e, 0], edges[e, 2]) <= x + NEAR
            and max(edges[e, 0], edges[e, 2]) >= x - NEAR
            and min(edges[e, 1], edges[e, 3]) <= y + NEAR
            and max(edges[e, 1], edges[e, 3]) >= y - NEAR
        ):
            near[found] = edges[e]
            found += 1
    return found


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
def _free(triangle: Ints, near: Ints, count: int) -> bool:
    """Whether no edge runs through a triangle or through one of its corners."""
    for e in range(count):
        a, b = near[e, :2], near[e, 2:4]
        left, right = False, False
        for corner in range(3):
            x, y = triangle[corner, 0], triangle[corner, 1]
            side = _side(a, b, x, y)
            left, right = left or side > 0, right or side < 0
            if side == 0 and _between(a, b, x, y):
                return False
        if left and right and _overlaps(triangle, a, b):
            return False
    return True


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
def _giver(triangle: Ints, edges: Ints, count: int, wound: Ints) -> Any:
    """The area around the middle of a triangle, -1 for none: by winding numbers."""
    x, y = triangle[:, 0].sum(), triangle[:, 1].sum()  # three times the middle
    for e in range(count):
        wound[edges[e, 4]] = 0
    for e in range(count):
        x0, y0, x1, y1 = 3 * edges[e, 0], 3 * edges[e, 1], 3 * edges[e, 2], 3 * edges[e, 3]
        if (y0 <= y) != (y1 <= y):
            side = (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)
            if y0 <= y and side > 0:
                wound[edges[e, 4]] += 1
            elif y1 <= y and side < 0:
                wound[edges[e, 4]] -= 1
    for e in range(count):
        if wound[edges[e, 4]] != 0:
            return edges[e, 4]
    return -1
