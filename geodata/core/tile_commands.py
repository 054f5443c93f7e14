"""Polygons as the bytes of an MVT feature: type and geometry.

Source: Mapbox Vector Tile Specification 2.1, 4.3.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geodata.core.compiler import kernel

Ints = NDArray[np.int64]
Octets = NDArray[np.uint8]

POLYGON = (0x18, 0x03, 0x22)  # field 3 is 3, polygon; field 4 follows with its length


@kernel
def commands(xy: Ints, rings: Ints, parts: Ints, origins: Ints) -> tuple[Octets, Ints]:
    """Encode parts; one without rings has no bytes.

    Args:
        xy: whole coordinates (n, 2), rings not closed.
        rings: where each ring begins (rings + 1).
        parts: which ring each part begins with (parts + 1).
        origins: the corner of the tile of each part (parts, 2).

    Returns:
        All bytes, and where those of each part begin (parts + 1).
    """
    out = np.empty(20 * len(xy) + 12 * len(rings) + 16 * len(parts), np.uint8)
    begins = np.zeros(len(parts), np.int64)
    n = 0
    for part in range(len(parts) - 1):
        first, last = parts[part], parts[part + 1]
        if last > first:
            body = n + 16  # the header is put before it when its length is known
            end = _rings(xy, rings, first, last, origins[part], out, body)
            for i in range(3):
                out[n + i] = POLYGON[i]
            n = _varint(out, n + 3, end - body)
            out[n : n + end - body] = out[body:end].copy()
            n += end - body
        begins[part + 1] = n
    return out[:n].copy(), begins


@kernel
def _rings(xy: Ints, rings: Ints, first: int, last: int, origin: Ints, out: Octets, n: int) -> int:  # noqa: PLR0913
    """Write MoveTo, LineTo and ClosePath of some rings; returns where the bytes end."""
    x, y = origin[0], origin[1]
    for ring in range(first, last):
        begin, end = rings[ring], rings[ring + 1]
        for i in range(begin, end):
            if i == begin:
                n = _varint(out, n, 1 << 3 | 1)
            elif i == begin + 1:
                n = _varint(out, n, (end - begin - 1) << 3 | 2)
            n = _varint(out, n, _zigzag(xy[i, 0] - x))
            n = _varint(out, n, _zigzag(xy[i, 1] - y))
            x, y = xy[i, 0], xy[i, 1]
        n = _varint(out, n, 1 << 3 | 7)
    return n


@kernel
def _zigzag(number: int) -> int:
    return 2 * number if number >= 0 else -2 * number - 1


@kernel
def _varint(out: Octets, n: int, number: int) -> int:
    """Write a number in sevens of bits; returns where it ends."""
    while number > 127:
        out[n] = number & 127 | 128
        number >>= 7
        n += 1
    out[n] = number
    return n + 1
