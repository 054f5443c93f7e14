"""Rings as MVT 2.1 wants them: simple, exteriors first, each followed by its holes.

Borders that a ring runs to and fro cancel out; where a ring touches itself it is parted.
So an area that rounding pinches becomes several polygons, and covers what it covered.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.core.compiler import kernel

Ints = NDArray[np.int64]

SHIFT = 2**31  # more than any coordinate


@kernel
def tidy(xy: Ints, rings: Ints, parts: Ints, boxes: Ints) -> tuple[Ints, Ints, Ints]:
    """Simple rings of every part.

    Args:
        xy: whole coordinates (n, 2).
        rings: begin and end of each ring, not closed (rings, 2).
        parts: which ring each part begins with (parts + 1).
        boxes: west, north, east, south of the lines each part was cut along (parts, 4).

    Returns:
        Coordinates (m, 2), exteriors of positive area and holes of negative area; where each
        ring begins (rings + 1); which ring each part begins with (parts + 1). A part that
        covers nothing has no ring.
    """
    out, begins = np.empty((len(xy) + 64, 2), np.int64), np.zeros((len(rings) + 64, 1), np.int64)
    firsts = np.zeros(len(parts), np.int64)
    n, made = 0, 0
    for part in range(len(parts) - 1):
        points, ends = _gathered(xy, rings[parts[part] : parts[part + 1]])
        places, corners = _numbered(points)
        if len(corners) < len(points) or _alongside(points, ends, boxes[part]) > 0:
            edges = _net(_edges(points, ends, places, corners, boxes[part]), len(corners))
            points, ends = _linked(edges, corners)
        out, begins = _room(out, n + len(points)), _room(begins, made + len(ends) + 1)
        for ring in _order(points, ends):
            begin = ends[ring - 1] if ring > 0 else 0
            out[n : n + ends[ring] - begin] = points[begin : ends[ring]]
            n, made = n + ends[ring] - begin, made + 1
            begins[made, 0] = n
        firsts[part + 1] = made
    return out[:n].copy(), begins[: made + 1, 0].copy(), firsts


@kernel
def _room(array: Ints, rows: int) -> Ints:
    """The array, or a longer copy where it has not so many rows."""
    if rows <= len(array):
        return array
    grown = np.zeros((2 * rows, array.shape[1]), np.int64)
    grown[: len(array)] = array
    return grown


@kernel
def _gathered(xy: Ints, rings: Ints) -> tuple[Ints, Ints]:
    """The points of some rings one after the other, and where each ring ends."""
    ends = np.cumsum(rings[:, 1] - rings[:, 0])
    points = np.empty((ends[-1] if len(ends) else 0, 2), np.int64)
    for ring in range(len(rings)):
        size = rings[ring, 1] - rings[ring, 0]
        points[ends[ring] - size : ends[ring]] = xy[rings[ring, 0] : rings[ring, 1]]
    return points, ends


@kernel
def _numbered(points: Ints) -> tuple[Ints, Ints]:
    """The number of each point among the distinct ones, and those, sorted by x, then y."""
    keys = points[:, 0] * SHIFT + points[:, 1]
    order = np.argsort(keys)
    places, corners = np.empty(len(points), np.int64), np.empty((len(points), 2), np.int64)
    found = 0
    for i in range(len(order)):
        if i == 0 or keys[order[i]] != keys[order[i - 1]]:
            corners[found] = points[order[i]]
            found += 1
        places[order[i]] = found - 1
    return places, corners[:found]


@kernel
def _along(a: Ints, b: Ints, box: Ints) -> int:
    """The side of the box that an edge runs along, -1 for none."""
    for side in range(4):
        if a[side % 2] == box[side] and b[side % 2] == box[side]:
            return side
    return -1


@kernel
def _alongside(points: Ints, ends: Ints, box: Ints) -> Any:
    """How many edges run along the side of the box that has most of them."""
    counts = np.zeros(5, np.int64)
    begin = 0
    for end in ends:
        for i in range(begin, end):
            j = i + 1 if i + 1 < end else begin
            counts[_along(points[i], points[j], box)] += 1  # the last counts those inside
        begin = end
    return counts[:4].max()


@kernel
def _edges(points: Ints, ends: Ints, places: Ints, corners: Ints, box: Ints) -> Ints:
    """Directed edges between numbered corners; those along the box end at every corner there."""
    edges = np.empty((len(points) + 64, 2), np.int64)
    n, begin = 0, 0
    for end in ends:
        for i in range(begin, end):
            j = i + 1 if i + 1 < end else begin
            a, b = places[i], places[j]
            step = 1 if b > a else -1
            side = _along(points[i], points[j], box)
            last = a
            edges = _room(edges, n + len(corners) + 1)
            if side >= 0:
                for c in range(a + step, b, step):
                    if corners[c, side % 2] == box[side]:
                        edges[n, 0], edges[n, 1] = last, c
                        last, n = c, n + 1
            edges[n, 0], edges[n, 1] = last, b
            n += 1
        begin = end
    return edges[:n]


@kernel
def _net(edges: Ints, corners: int) -> Ints:
    """What is left where edges to and fro cancel, sorted by where they start."""
    keys = np.empty(len(edges), np.int64)
    for e in range(len(edges)):
        keys[e] = min(edges[e, 0], edges[e, 1]) * corners + max(edges[e, 0], edges[e, 1])
    order = np.argsort(keys)
    left = np.empty(len(edges), np.int64)
    n, balance = 0, 0
    for i in range(len(order)):
        e = order[i]
        balance += 1 if edges[e, 0] < edges[e, 1] else -1
        if i + 1 == len(order) or keys[order[i + 1]] != keys[e]:
            low, high = keys[e] // corners, keys[e] % corners
            for _ in range(abs(balance) if low != high else 0):
                left[n] = low * corners + high if balance > 0 else high * corners + low
                n += 1
            balance = 0
    left = np.sort(left[:n])
    net = np.empty((n, 2), np.int64)
    net[:, 0], net[:, 1] = left // corners, left % corners
    return net


@kernel
def _linked(edges: Ints, corners: Ints) -> tuple[Ints, Ints]:
    """Edges as simple rings: the points one after the other, and where each ring ends."""
    points, ends = np.empty((len(edges), 2), np.int64), np.empty(len(edges), np.int64)
    stack, depth = np.empty(len(edges) + 1, np.int64), np.full(len(corners), -1, np.int64)
    used = np.zeros(len(edges), np.bool_)
    starts = np.searchsorted(edges[:, 0], np.arange(len(corners) + 1))
    n, made = 0, 0
    for e in range(len(edges)):
        top, at = 0, e
        while not used[at]:
            used[at] = True
            here, there = edges[at, 0], edges[at, 1]
            depth[here], stack[top] = top, here
            top += 1
            if depth[there] >= 0:
                bottom = depth[there]
                for i in range(bottom, top):
                    points[n] = corners[stack[i]]
                    depth[stack[i]] = -1
                    n += 1
                ends[made], top = n, bottom
                made += 1
            at = _next(edges, starts, used, corners, here, there)
            if at < 0:
                break
    return points[:n], ends[:made]


@kernel
def _next(edges: Ints, starts: Ints, used: Any, corners: Ints, here: int, there: int) -> int:  # noqa: PLR0913
    """The first unused edge clockwise from the way back, -1 for none: the area stays left."""
    best, least = -1, 7.0
    x, y = corners[there, 0], corners[there, 1]
    back = np.arctan2(float(corners[here, 1] - y), float(corners[here, 0] - x))
    for e in range(starts[there], starts[there + 1]):
        if not used[e]:
            to = corners[edges[e, 1]]
            turn = back - np.arctan2(float(to[1] - y), float(to[0] - x))
            turn = turn if turn > 0 else turn + 2 * np.pi
            if turn < least:
                best, least = e, turn
    return best


@kernel
def _order(points: Ints, ends: Ints) -> Ints:
    """The rings with a surface, each exterior followed by the holes in it."""
    areas = np.zeros(len(ends), np.int64)
    begin = 0
    for ring in range(len(ends)):
        for i in range(begin, ends[ring]):
            j = i + 1 if i + 1 < ends[ring] else begin
            areas[ring] += (points[i, 0] - points[begin, 0]) * (points[j, 1] - points[begin, 1])
            areas[ring] -= (points[j, 0] - points[begin, 0]) * (points[i, 1] - points[begin, 1])
        begin = ends[ring]
    parents = np.full(len(ends), -1, np.int64)
    for hole in range(len(ends)):
        if areas[hole] < 0:
            parents[hole] = _parent(points, ends, areas, hole)
    families = np.argsort(parents, kind="mergesort")
    firsts = np.searchsorted(parents[families], np.arange(len(ends) + 1))
    order, n = np.empty(len(ends), np.int64), 0
    for shell in range(len(ends)):
        if areas[shell] > 0:
            order[n] = shell
            n += 1
            for hole in families[firsts[shell] : firsts[shell + 1]]:
                order[n] = hole
                n += 1
    return order[:n]


@kernel
def _parent(points: Ints, ends: Ints, areas: Ints, hole: int) -> int:
    """The smallest exterior around a hole."""
    begin = ends[hole - 1] if hole > 0 else 0
    x, y = points[begin, 0] + points[begin + 1, 0], points[begin, 1] + points[begin + 1, 1]
    best = -1
    for shell in range(len(ends)):
        if areas[shell] > 0 and (best < 0 or areas[shell] < areas[best]):
            first = ends[shell - 1] if shell > 0 else 0
            if _inside(points[first : ends[shell]], x, y):
                best = shell
    return best


@kernel
def _inside(ring: Ints, x: int, y: int) -> bool:
    """Whether half of (x, y), a point that is on no border, lies in a ring."""
    inside = False
    for i in range(len(ring)):
        x0, y0, x1, y1 = 2 * ring[i - 1, 0], 2 * ring[i - 1, 1], 2 * ring[i, 0], 2 * ring[i, 1]
        if (y0 > y) != (y1 > y):
            side = (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)
            if (side > 0) == (y1 > y0):
                inside = not inside
    return inside
