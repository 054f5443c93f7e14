"""Where borders are lost: rounding made them run to and fro, so that they cancel."""

from __future__ import annotations

from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.core.compiler import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SHIFT = 2**31  # more than any coordinate
STEPS = 4  # how many points of a border are looked at within reach
ROUNDED = 1.0  # units, more than rounding moves a border


@kernel
def lost_places(
    source: Floats, firsts: Ints, whole: Ints, starts: Ints, reach: float
) -> tuple[Floats, Ints]:
    """Points of borders that have nothing left of them within reach.

    Args:
        source: x and y of both ends of the edges of areas before they were rounded, in units
            (n, 4).
        firsts: which edge each area begins with (areas + 1).
        whole: the edges of the same areas, rounded (m, 4).
        starts: which of these each area begins with (areas + 1).
        reach: units; points lie farther than half of it from each other.

    Returns:
        Coordinates (k, 2), and the area that lost its border there (k), in ascending order.
    """
    places, owners, n = np.empty((64, 2)), np.empty((64, 1), np.int64), 0
    for area in range(len(firsts) - 1):
        lost, left = _parted(whole[starts[area] : starts[area + 1]])
        begin = n
        for e in range(firsts[area], firsts[area + 1] if len(lost) else firsts[area]):
            x0, y0, x1, y1 = source[e]
            if len(_near(lost, source[e], ROUNDED)) == 0:
                continue
            close = _near(left, source[e], reach)
            steps = ceil(max(abs(x1 - x0), abs(y1 - y0)) * STEPS / reach)
            for step in range(steps):
                x, y = x0 + (x1 - x0) * step / steps, y0 + (y1 - y0) * step / steps
                if _far(x, y, places[begin:n], reach / 2) and _distance(x, y, close) > reach:
                    places, owners = _longer(places, n + 1), _longer(owners, n + 1)
                    places[n, 0], places[n, 1], owners[n, 0] = x, y, area
                    n += 1
    return places[:n].copy(), owners[:n, 0].copy()


@kernel
def _parted(edges: Ints) -> tuple[Ints, Ints]:
    """The edges that an area has in both directions, or that are points, and the others."""
    begins, ends = edges[:, 0] * SHIFT + edges[:, 1], edges[:, 2] * SHIFT + edges[:, 3]
    corners = np.unique(begins)
    a, b = np.searchsorted(corners, begins), np.searchsorted(corners, ends)
    keys = np.minimum(a, b) * len(corners) + np.maximum(a, b)
    order = np.argsort(keys)
    gone = np.zeros(len(edges), np.bool_)
    balance, first = 0, 0
    for i in range(len(order)):
        balance += 1 if a[order[i]] < b[order[i]] else -1
        if i + 1 == len(order) or keys[order[i + 1]] != keys[order[i]]:
            point = a[order[i]] == b[order[i]]
            for k in range(first, i + 1):
                gone[order[k]] = point or balance == 0
            balance, first = 0, i + 1
    return edges[gone], edges[~gone]


@kernel
def _near(edges: Ints, edge: Floats, reach: float) -> Ints:
    """Those edges whose frame comes within reach of the frame of another one."""
    found, n = np.empty_like(edges), 0
    west, east = min(edge[0], edge[2]) - reach, max(edge[0], edge[2]) + reach
    north, south = min(edge[1], edge[3]) - reach, max(edge[1], edge[3]) + reach
    for e in range(len(edges)):
        if (
            max(edges[e, 0], edges[e, 2]) >= west
            and min(edges[e, 0], edges[e, 2]) <= east
            and max(edges[e, 1], edges[e, 3]) >= north
            and min(edges[e, 1], edges[e, 3]) <= south
        ):
            found[n] = edges[e]
            n += 1
    return found[:n]


@kernel
def _distance(x: float, y: float, edges: Ints) -> float:
    """How far a point lies from the nearest of some edges; infinite without any."""
    best = np.inf
    for e in range(len(edges)):
        dx, dy = float(edges[e, 2] - edges[e, 0]), float(edges[e, 3] - edges[e, 1])
        length = dx * dx + dy * dy
        along = ((x - edges[e, 0]) * dx + (y - edges[e, 1]) * dy) / length if length > 0 else 0.0
        along = min(max(along, 0.0), 1.0)
        ex, ey = x - edges[e, 0] - along * dx, y - edges[e, 1] - along * dy
        best = min(best, ex * ex + ey * ey)
    return float(np.sqrt(best))


@kernel
def _far(x: float, y: float, places: Floats, reach: float) -> bool:
    """Whether a point lies beyond reach of some places."""
    for k in range(len(places)):
        if (places[k, 0] - x) ** 2 + (places[k, 1] - y) ** 2 <= reach**2:
            return False
    return True


@kernel
def _longer(array: NDArray[Any], rows: int) -> NDArray[Any]:
    """The array, or a longer copy where it has not so many rows."""
    if rows <= len(array):
        return array
    grown = np.empty((2 * rows, array.shape[1]), array.dtype)
    grown[: len(array)] = array
    return grown
