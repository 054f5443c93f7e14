"""Corners of polygons in GeoJSON text: read, or left out, without decoding the rest.

Texts are features without white space, whose shape is a MultiPolygon or null; no bracket stands
before their coordinates. Every ring ends in the corner that it begins with.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.core.compiler import kernel

Bytes = NDArray[np.uint8]
Offsets = NDArray[np.int64]
Floats = NDArray[np.float64]
OPEN, CLOSE, COMMA, MINUS, POINT, ZERO = (ord(sign) for sign in "[],-.0")
POLYGON, RING, CORNER = 2, 3, 4  # how many brackets stand open


@kernel
def count(text: Bytes, begins: Offsets, ends: Offsets, found: Offsets) -> Any:
    """Count the polygons, rings and corners of every feature.

    Args:
        text: the features.
        begins: (n,) where each of them begins.
        ends: (n,) and where it ends.
        found: (n, 3) is filled.
    """
    found[:] = 0
    for row in range(len(begins)):
        depth = 0
        for at in range(begins[row], ends[row]):
            if text[at] == OPEN:
                depth += 1
                if depth >= POLYGON:
                    found[row, depth - POLYGON] += 1
            elif text[at] == CLOSE:
                depth -= 1
                if depth == 0:
                    break


@kernel
def read(  # noqa: PLR0913
    text: Bytes, begins: Offsets, ends: Offsets, xy: Floats, rings: Offsets, polygons: Offsets
) -> Any:
    """Read the corners of features, one behind the other.

    Args:
        text: the features.
        begins: (n,) where each of them begins.
        ends: (n,) and where it ends.
        xy: (corners, 2) is filled.
        rings: (rings + 1,) which corner each ring begins with; is filled.
        polygons: (polygons + 1,) which ring each polygon begins with; is filled.
    """
    corner = ring = polygon = 0
    for row in range(len(begins)):
        depth, at = 0, begins[row]
        while at < ends[row]:
            sign = text[at]
            at += 1
            if sign == OPEN:
                depth += 1
                if depth == POLYGON:
                    polygons[polygon] = ring
                    polygon += 1
                elif depth == RING:
                    rings[ring] = corner
                    ring += 1
                elif depth == CORNER:
                    xy[corner, 0], at = _number(text, at)
                    xy[corner, 1], at = _number(text, at + 1)
                    corner += 1
            elif sign == CLOSE:
                depth -= 1
                if depth == 0:
                    break
    rings[ring] = corner
    polygons[polygon] = ring


@kernel
def thin(  # noqa: PLR0913
    text: Bytes,
    begins: Offsets,
    ends: Offsets,
    firsts: Offsets,
    kept: Bytes,
    at: Offsets,
    out: Bytes,
) -> Any:
    """Write features without the corners that are not kept.

    Args:
        text: the features.
        begins: (n,) where each of them begins.
        ends: (n,) and where it ends.
        firsts: (n,) the number of its first corner.
        kept: a bit for every corner, the lowest first; that of the corner that closes a ring
            is 0, and each ring has three of 1 at least.
        at: (n,) where each is to be written; is changed to where it ends.
        out: is filled there.
    """
    for row in range(len(begins)):
        at[row] = _thin(text[begins[row] : ends[row]], firsts[row], kept, out, at[row])


@kernel
def _thin(text: Bytes, corner: int, kept: Bytes, out: Bytes, to: int) -> int:
    """Write one feature; returns where it ends."""
    depth = first = size = at = 0
    while at < len(text):
        sign = text[at]
        if sign == OPEN and depth == RING:
            end = at + 1
            while text[end] != CLOSE:
                end += 1
            end += 1
            if kept[corner >> 3] >> (corner & 7) & 1:
                if size:
                    out[to] = COMMA
                    to += 1
                else:
                    first, size = to, end - at
                out[to : to + end - at] = text[at:end]
                to += end - at
            corner += 1
            at = end + 1 if text[end] == COMMA else end
            continue
        if sign == OPEN:
            depth += 1
            size = 0
        elif sign == CLOSE:
            if depth == RING:
                out[to] = COMMA
                out[to + 1 : to + 1 + size] = out[first : first + size]
                to += 1 + size
            depth -= 1
        out[to] = sign
        to += 1
        at += 1
    return to


@kernel
def _number(text: Bytes, at: int) -> tuple[float, int]:
    """A number with as many decimals as it has, and where it ends."""
    negative = text[at] == MINUS
    at += 1 if negative else 0
    whole, scale, decimals = 0.0, 1.0, False
    while text[at] != COMMA and text[at] != CLOSE:
        if text[at] == POINT:
            decimals = True
        else:
            whole = whole * 10.0 + (text[at] - ZERO)
            scale = scale * 10.0 if decimals else scale
        at += 1
    value = whole / scale
    return (-value if negative else value), at
