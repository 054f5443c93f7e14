"""Polygons as GeoJSON coordinates, from whole parts of a unit, such as millionths of a degree."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.core.compiler import kernel

Bytes = NDArray[np.uint8]
Offsets = NDArray[np.int64]
MINUS, POINT, ZERO, COMMA, OPEN, CLOSE = (ord(sign) for sign in "-.0,[]")


@kernel
def write_polygons(  # noqa: PLR0913
    points: Offsets, rings: Offsets, parts: Offsets, one: int, starts: Offsets, out: Bytes
) -> Any:
    """Write polygons one after another, `[[[x,y],…],…],`: as a MultiPolygon has them.

    Polygon `i` is `out[starts[i] : starts[i + 1] - 1]`; a comma stands between two.

    Args:
        points: (m, 2) corners in whole parts of a unit, so that decimals are exact.
        rings: (r + 1,) which corners are of which ring; each has at least one.
        parts: (n + 1,) which rings are of which polygon; each has at least one.
        one: how many parts a unit has: a power of ten.
        starts: (n + 1,) is filled.
        out: is filled; has room for all.
    """
    at = 0
    for part in range(len(parts) - 1):
        starts[part] = at
        out[at] = OPEN
        at += 1
        for ring in range(parts[part], parts[part + 1]):
            at = _ring(points[rings[ring] : rings[ring + 1]], one, at, out)
            out[at] = COMMA
            at += 1
        out[at - 1] = CLOSE
        out[at] = COMMA
        at += 1
    starts[-1] = at


@kernel
def _ring(points: Offsets, one: int, at: int, out: Bytes) -> int:
    out[at] = OPEN
    at += 1
    for point in range(len(points)):
        out[at] = OPEN
        at = _decimal(points[point, 0], one, at + 1, out)
        out[at] = COMMA
        at = _decimal(points[point, 1], one, at + 1, out)
        out[at] = CLOSE
        out[at + 1] = COMMA
        at += 2
    out[at - 1] = CLOSE
    return at


@kernel
def _decimal(number: int, one: int, at: int, out: Bytes) -> int:
    """A number with as few decimals as it needs; returns where it ends."""
    if number < 0:
        out[at] = MINUS
        at += 1
    size = abs(number)
    at = _whole(size // one, at, out)
    rest, unit = size % one, one // 10
    if rest:
        out[at] = POINT
        at += 1
    while rest:
        out[at] = ZERO + rest // unit
        at += 1
        rest, unit = rest % unit, unit // 10
    return at


@kernel
def _whole(number: int, at: int, out: Bytes) -> int:
    end = at + 1
    rest = number // 10
    while rest:
        end += 1
        rest //= 10
    for place in range(end - 1, at - 1, -1):
        out[place] = ZERO + number % 10
        number //= 10
    return end
