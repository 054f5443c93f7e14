"""Areas cut into columns and rows of tiles: whole numbers in, whole numbers out.

Every border already has a vertex on each line it crosses, so a border lies on one side of it;
only a line that was just cut along crosses the next ones, and does so at whole numbers.
Source: Sutherland, Hodgman: Reentrant polygon clipping (1974).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geodata.core.compiler import kernel

Ints = NDArray[np.int64]


@kernel
def slabs(
    xy: Ints, rings: Ints, parts: Ints, grid: Ints, axis: int
) -> tuple[Ints, Ints, Ints, Ints]:
    """Cut shapes along one axis into the tiles they lie in, buffer included.

    Args:
        xy: whole coordinates (n, 2), rings not closed.
        rings: begin and end of each ring (rings, 2).
        parts: which ring each shape begins with (shapes + 1).
        grid: units along a tile, units of the buffer, units along the world.
        axis: 0 for columns, 1 for rows.

    Returns:
        Coordinates (m, 2); begin and end of each cut ring; which cut ring each part begins
        with (parts + 1); shape and column or row of each part (parts, 2). Rings may run to
        and fro along a line that was cut along.
    """
    extent, buffer, last = grid[0], grid[1], grid[2] // grid[0] - 1
    out, ends = np.empty((len(xy) + 1024, 2), np.int64), np.empty((len(rings) + 1024, 2), np.int64)
    labels = np.empty((len(parts) + 1024, 3), np.int64)
    spare = np.empty((_longest(rings) * 2 + 8, 2), np.int64)
    n, made, found = 0, 0, 0
    for shape in range(len(parts) - 1):
        own = rings[parts[shape] : parts[shape + 1]]
        low, high = _range(xy, own, axis)
        first = max(0, (low - buffer - 1) // extent)
        for k in range(first, min(last, (high + buffer) // extent) + 1):
            before = made
            for ring in range(len(own)):
                source = xy[own[ring, 0] : own[ring, 1]]
                out, ends = _room(out, n + 2 * len(source) + 8), _room(ends, made + 1)
                edge = k * extent - buffer
                size = _between(source, edge, edge + extent + 2 * buffer, axis, out[n:], spare)
                if size > 2:
                    ends[made, 0], ends[made, 1] = n, n + size
                    n, made = n + size, made + 1
            if made > before:
                labels = _room(labels, found + 1)
                labels[found, 0], labels[found, 1], labels[found, 2] = shape, k, before
                found += 1
    firsts = np.append(labels[:found, 2], made)
    return out[:n].copy(), ends[:made].copy(), firsts, labels[:found, :2].copy()


@kernel
def _room(array: Ints, rows: int) -> Ints:
    """The array, or a longer copy where it has not so many rows."""
    if rows <= len(array):
        return array
    grown = np.empty((2 * rows, array.shape[1]), np.int64)
    grown[: len(array)] = array
    return grown


@kernel
def _longest(rings: Ints) -> int:
    longest = 0
    for ring in range(len(rings)):
        longest = max(longest, rings[ring, 1] - rings[ring, 0])
    return longest


@kernel
def _range(xy: Ints, rings: Ints, axis: int) -> tuple[int, int]:
    """The smallest and the largest coordinate of some rings; an empty range without any."""
    low, high = 2**62, -(2**62)
    for ring in range(len(rings)):
        for i in range(rings[ring, 0], rings[ring, 1]):
            low, high = min(low, xy[i, axis]), max(high, xy[i, axis])
    return low, high


@kernel
def _between(source: Ints, low: int, high: int, axis: int, out: Ints, spare: Ints) -> int:  # noqa: PLR0913
    """Write the part of a ring between two lines; returns its number of vertices."""
    least, most = source[0, axis], source[0, axis]
    for i in range(len(source)):
        least, most = min(least, source[i, axis]), max(most, source[i, axis])
    if most <= low or least >= high:
        return 0
    if least >= low and most <= high:
        out[: len(source)] = source
        return len(source)
    size = _half(source, low, 1, axis, spare)
    return _half(spare[:size], high, -1, axis, out)


@kernel
def _half(source: Ints, line: int, sign: int, axis: int, out: Ints) -> int:
    """Write the part of a ring on one side of a line; returns its number of vertices."""
    n = 0
    for i in range(len(source)):
        j = i + 1 if i + 1 < len(source) else 0
        here, there = sign * (source[i, axis] - line), sign * (source[j, axis] - line)
        if here >= 0:
            out[n] = source[i]
            n += 1
        if (here > 0 and there < 0) or (here < 0 and there > 0):  # along the other axis
            out[n, axis], out[n, 1 - axis] = line, source[i, 1 - axis]
            n += 1
    return n
