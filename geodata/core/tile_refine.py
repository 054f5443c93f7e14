"""Vertices that a simplification should not have dropped, put back.

Shapes come as flat arrays: coordinates of all rings, each ring closed, and where each ring
begins. A simplified ring holds some of the vertices of its source, in the same order, but
may begin at another one.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.core.compiler import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@kernel
def kept_vertices(xy: Floats, rings: Ints, thin: Floats, thin_rings: Ints, kept: Bools) -> bool:
    """Mark the vertices of the source that a simplified version still has.

    Args:
        xy: coordinates of the source (n, 2).
        rings: where its rings begin (rings + 1).
        thin: coordinates of the simplified version (m, 2).
        thin_rings: where its rings begin (rings + 1).
        kept: is filled (n); the vertex that closes a ring stays unmarked.

    Returns:
        Whether every simplified ring was found in its source.
    """
    for ring in range(len(rings) - 1):
        first, count = rings[ring], rings[ring + 1] - rings[ring] - 1
        place = 0
        for j in range(thin_rings[ring], thin_rings[ring + 1] - 1):
            begun = place
            while (
                xy[first + place % count, 0] != thin[j, 0]
                or xy[first + place % count, 1] != thin[j, 1]
            ):
                place += 1
                if place - begun > count:
                    return False
            kept[first + place % count] = True
            place += 1
    return True


@kernel
def restore(xy: Floats, rings: Ints, kept: Bools, reach: float) -> int:
    """Keep the farthest vertex of every stretch of border that strays, until none does.

    Both areas along a border come to the same answer, whichever way their rings run.

    Args:
        xy: coordinates of the source (n, 2).
        rings: where its rings begin (rings + 1).
        kept: the vertices kept so far (n); is completed in place.
        reach: how far a dropped vertex may lie from the line that replaces it.

    Returns:
        How many vertices were put back.
    """
    found = 0
    longest = 0
    for ring in range(len(rings) - 1):
        longest = max(longest, rings[ring + 1] - rings[ring])
    starts, stops = np.empty(2 * longest + 2, np.int64), np.empty(2 * longest + 2, np.int64)
    for ring in range(len(rings) - 1):
        first, count = rings[ring], rings[ring + 1] - rings[ring] - 1
        waiting = _stretches(kept, first, count, starts, stops)
        while waiting > 0:
            waiting -= 1
            start, stop = starts[waiting], stops[waiting]
            worst = _farthest(xy, first, count, start, stop, reach)
            if worst >= 0:
                kept[first + worst % count] = True
                found += 1
                starts[waiting], stops[waiting] = start, worst
                starts[waiting + 1], stops[waiting + 1] = worst, stop
                waiting += 2
    return found


@kernel
def _stretches(kept: Bools, first: int, count: int, starts: Ints, stops: Ints) -> int:
    """The stretches between kept vertices of a ring; indices run past the end of the ring."""
    found, opening, last = 0, -1, -1
    for i in range(count):
        if kept[first + i]:
            if last >= 0:
                starts[found], stops[found] = last, i
                found += 1
            else:
                opening = i
            last = i
    if last >= 0:
        starts[found], stops[found] = last, opening + count
        found += 1
    return found


@kernel
def _farthest(xy: Floats, first: int, count: int, start: int, stop: int, reach: float) -> int:  # noqa: PLR0913
    """The vertex beyond reach that lies farthest from a chord, -1 if none; ties by place."""
    a, b = first + start % count, first + stop % count
    if xy[a, 0] > xy[b, 0] or (xy[a, 0] == xy[b, 0] and xy[a, 1] > xy[b, 1]):
        a, b = b, a
    worst, most, at = -1, reach * reach, a
    for i in range(start + 1, stop):
        v = first + i % count
        away = _squared(xy[v, 0], xy[v, 1], xy[a], xy[b])
        tied = away == most and worst >= 0
        before = xy[v, 0] < xy[at, 0] or (xy[v, 0] == xy[at, 0] and xy[v, 1] < xy[at, 1])
        if away > most or (tied and before):
            worst, most, at = i, away, v
    return worst


@kernel
def _squared(x: float, y: float, a: Floats, b: Floats) -> Any:
    """The squared distance of a point from a line segment."""
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = dx * dx + dy * dy
    along = ((x - a[0]) * dx + (y - a[1]) * dy) / length if length > 0 else 0.0
    along = min(max(along, 0.0), 1.0)
    ex, ey = x - a[0] - along * dx, y - a[1] - along * dy
    return ex * ex + ey * ey
