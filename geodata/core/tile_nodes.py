"""From coordinates to whole numbers without a border moving across another one.

First every border is cut where a tile (with its buffer) ends; then all is rounded by snap
rounding: every vertex goes to the middle of its pixel, and a border that runs through a pixel
with a vertex in it goes through that middle too. So rounded borders never cross, neighbours
keep one border, and clipping to tiles has nothing left to compute.
Source: Guibas, Marimont: Rounding arrangements dynamically (1998).
"""

from __future__ import annotations

from math import ceil, floor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.core.compiler import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@kernel
def cut(xy: Floats, rings: Ints, extent: int, buffer: int) -> tuple[Floats, Ints]:
    """Add a vertex wherever a border crosses a line on which some tile's content ends.

    Args:
        xy: coordinates in tile units (n, 2), rings closed.
        rings: where the rings begin (rings + 1).
        extent: units along a tile.
        buffer: units that a tile shows of its neighbours.

    Returns:
        Coordinates and beginnings of the rings, which stay closed.
    """
    extra, most = 0, 0
    for ring in range(len(rings) - 1):
        for i in range(rings[ring], rings[ring + 1] - 1):
            count = _crossed(xy[i, 0], xy[i + 1, 0], extent, buffer)
            count += _crossed(xy[i, 1], xy[i + 1, 1], extent, buffer)
            extra, most = extra + count, max(most, count)
    out = np.empty((len(xy) + extra, 2))
    begins = np.zeros(len(rings), np.int64)
    cuts = np.empty((most + 1, 3))
    n = 0
    for ring in range(len(rings) - 1):
        for i in range(rings[ring], rings[ring + 1]):
            out[n] = xy[i]
            n += 1
            if i + 1 < rings[ring + 1]:
                n = _cut_edge(xy[i], xy[i + 1], extent, buffer, cuts, out, n)
        begins[ring + 1] = n
    return out, begins


@kernel
def _crossed(a: float, b: float, extent: int, buffer: int) -> Any:
    """How many lines lie strictly between two coordinates."""
    low, high = min(a, b), max(a, b)
    count = 0
    for offset in (-buffer, buffer):
        count += max(0, ceil((high - offset) / extent) - floor((low - offset) / extent) - 1)
    return count


@kernel
def _cut_edge(  # noqa: PLR0913
    a: Floats, b: Floats, extent: int, buffer: int, cuts: Floats, out: Floats, n: int
) -> int:
    """Write the cuts of one edge in its direction; the same ones whichever way it runs."""
    turned = a[0] > b[0] or (a[0] == b[0] and a[1] > b[1])
    p, q = (b, a) if turned else (a, b)
    found = 0
    for axis in range(2):
        low, high = min(p[axis], q[axis]), max(p[axis], q[axis])
        for offset in (-buffer, buffer):
            first = floor((low - offset) / extent) + 1
            for line in range(first, ceil((high - offset) / extent)):
                place = line * extent + offset
                along = (place - p[axis]) / (q[axis] - p[axis])
                cuts[found, 0] = along
                cuts[found, 1 + axis] = place
                cuts[found, 2 - axis] = p[1 - axis] + along * (q[1 - axis] - p[1 - axis])
                found += 1
    if found > 1:
        cuts[:found] = cuts[:found][np.argsort(cuts[:found, 0], kind="mergesort")]
    for i in range(found):
        j = found - 1 - i if turned else i
        out[n, 0], out[n, 1] = cuts[j, 1], cuts[j, 2]
        n += 1
    return n


@kernel
def bins_of(xy: Floats, per_bin: float) -> tuple[Ints, Ints, Ints]:
    """The pixels that hold a vertex, sorted into square bins.

    Args:
        xy: coordinates in units (n, 2).
        per_bin: how many vertices a bin should hold on average.

    Returns:
        West, north and side of the bins and their number along x and y (5); where the pixels
        of each bin begin and end (bins, 2); the pixels (n, 2), some of them unused.
    """
    west, north = floor(xy[:, 0].min()), floor(xy[:, 1].min())
    wide, high = xy[:, 0].max() - west + 2, xy[:, 1].max() - north + 2
    side = max(4, ceil(np.sqrt(wide * high * per_bin / len(xy))))
    across, down = int(wide) // side + 1, int(high) // side + 1
    ends = np.zeros((across * down, 2), np.int64)
    for i in range(len(xy)):
        column, row = (
            (floor(xy[i, 0] + 0.5) - west) // side,
            (floor(xy[i, 1] + 0.5) - north) // side,
        )
        ends[column * down + row, 1] += 1
    total = 0
    for b in range(len(ends)):
        total, ends[b, 0] = total + ends[b, 1], total
        ends[b, 1] = ends[b, 0]
    pixels = np.empty((len(xy), 2), np.int64)
    for i in range(len(xy)):
        x, y = floor(xy[i, 0] + 0.5), floor(xy[i, 1] + 0.5)
        b = (x - west) // side * down + (y - north) // side
        known = False
        for j in range(ends[b, 0], ends[b, 1]):
            known = known or (pixels[j, 0] == x and pixels[j, 1] == y)
        if not known:
            pixels[ends[b, 1], 0], pixels[ends[b, 1], 1] = x, y
            ends[b, 1] += 1
    return np.array([west, north, side, across, down]), ends, pixels


@kernel
def snap(xy: Floats, rings: Ints, frame: Ints, ends: Ints, pixels: Ints) -> tuple[Ints, Ints]:
    """Round all rings to whole units; a border passes through every pixel it shares.

    Args:
        xy: coordinates in units (n, 2), rings closed.
        rings: where the rings begin (rings + 1).
        frame: the bins, as `bins_of` returns them.
        ends: where the pixels of a bin begin and end, as `bins_of` returns them.
        pixels: the pixels with a vertex, as `bins_of` returns them.

    Returns:
        Whole coordinates, no vertex twice in a row, and where the rings begin; rings are
        not closed any more, and those that shrink to a point have one vertex.
    """
    out = np.empty((len(xy) + len(xy) // 4 + 1024, 2), np.int64)
    begins = np.zeros(len(rings), np.int64)
    hits, entries = np.empty((len(pixels) + 1, 2), np.int64), np.empty(len(pixels) + 1)
    n = 0
    for ring in range(len(rings) - 1):
        begin = n
        for i in range(rings[ring], rings[ring + 1] - 1):
            found = _passed(xy[i], xy[i + 1], frame, ends, pixels, hits, entries)
            if n + found > len(out):
                grown = np.empty((2 * len(out) + found, 2), np.int64)
                grown[:n] = out[:n]
                out = grown
            turned = _after(xy[i], xy[i + 1])
            for k in range(found):
                hit = hits[found - 1 - k if turned else k]
                if n == begin or out[n - 1, 0] != hit[0] or out[n - 1, 1] != hit[1]:
                    out[n] = hit
                    n += 1
        while n > begin + 1 and out[n - 1, 0] == out[begin, 0] and out[n - 1, 1] == out[begin, 1]:
            n -= 1
        begins[ring + 1] = n
    return out[:n].copy(), begins


@kernel
def _after(a: Floats, b: Floats) -> Any:
    return a[0] > b[0] or (a[0] == b[0] and a[1] > b[1])


@kernel
def _passed(  # noqa: PLR0913
    a: Floats, b: Floats, frame: Ints, ends: Ints, pixels: Ints, hits: Ints, entries: Floats
) -> int:
    """The pixels that an edge passes, in order from its western end."""
    if _after(a, b):
        a, b = b, a
    west, north, side, down = frame[0], frame[1], frame[2], frame[4]
    slope = (b[1] - a[1]) / (b[0] - a[0]) if b[0] > a[0] else 0.0
    found = 0
    for column in range((floor(a[0]) - west) // side, (floor(b[0] + 1) - west) // side + 1):
        left, right = west + column * side - 1.0, west + (column + 1) * side + 1.0
        y0 = a[1] + slope * (left - a[0]) if left > a[0] else a[1]
        y1 = a[1] + slope * (right - a[0]) if 0 < right - a[0] < b[0] - a[0] else b[1]
        top, bottom = floor(min(y0, y1) - 1) - north, floor(max(y0, y1) + 1) - north
        for row in range(max(top // side, 0), min(bottom // side, down - 1) + 1):
            if column < frame[3]:
                for j in range(ends[column * down + row, 0], ends[column * down + row, 1]):
                    entry = _entry(a, b, pixels[j, 0], pixels[j, 1])
                    if entry >= 0:
                        found = _insert(pixels[j], entry, hits, entries, found)
    return found


@kernel
def _insert(pixel: Ints, entry: float, hits: Ints, entries: Floats, found: int) -> int:
    """Insert a pixel where it belongs among those found."""
    place = found
    while place > 0 and entries[place - 1] > entry:
        entries[place] = entries[place - 1]
        hits[place] = hits[place - 1]
        place -= 1
    entries[place] = entry
    hits[place] = pixel
    return found + 1


@kernel
def _entry(a: Floats, b: Floats, x: int, y: int) -> Any:
    """Where an edge enters a pixel, from 0 to 1; -1 if it does not.

    A pixel holds its western and northern side but not the other two: through these an edge
    enters just after it has left the neighbour.
    """
    enter, leave, enter_open, leave_open = 0.0, 1.0, False, False
    for axis in range(2):
        low = (x if axis == 0 else y) - 0.5
        start, run = a[axis], b[axis] - a[axis]
        if run == 0:
            if start < low or start >= low + 1:
                return -1.0
            continue
        t_low, t_high = (low - start) / run, (low + 1 - start) / run
        first, last = (t_low, t_high) if run > 0 else (t_high, t_low)
        if first > enter:
            enter, enter_open = first, run < 0
        elif first == enter and run < 0:
            enter_open = True
        if last < leave:
            leave, leave_open = last, run > 0
        elif last == leave and run > 0:
            leave_open = True
    inside = enter < leave or (enter == leave and not (enter_open or leave_open))
    if not inside:
        return -1.0
    return np.nextafter(enter, 2.0) if enter_open else enter
