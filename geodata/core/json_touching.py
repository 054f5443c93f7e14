"""Which polygons touch a box, read from their GeoJSON text: no shape is built for it."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.core.compiler import kernel

Bytes = NDArray[np.uint8]
Offsets = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
OPEN, CLOSE, MINUS, POINT, ZERO, NINE = (ord(sign) for sign in "[]-.09")


@kernel
def touch(  # noqa: PLR0913
    text: Bytes,
    begins: Offsets,
    ends: Offsets,
    envelopes: Floats,
    box: Floats,
    swapped: bool,  # noqa: FBT001
    found: Bools,
) -> Any:
    """Tell of each feature whether its polygons touch a box; a common point is enough.

    Args:
        text: GeoJSON features without white space; no bracket stands before their coordinates.
        begins: (n,) where each feature begins.
        ends: (n,) and where it ends.
        envelopes: (n, 4) west, south, east and north of each; NaN where it has no shape. Only
            features of which the envelope does not tell are read.
        box: west, south, east, north.
        swapped: whether y is written before x.
        found: (n,) is filled.
    """
    west, south, east, north = box[0], box[1], box[2], box[3]
    for row in range(len(begins)):
        x0, y0, x1, y1 = envelopes[row]
        here = x0 <= east and y0 <= north and x1 >= west and y1 >= south
        found[row] = here
        if not here:
            continue
        # Every side of an envelope has a point of the area. Where the envelope lies between two
        # sides of the box, and one of its other sides between the other two, that point tells.
        tall, wide = y0 < south and y1 > north, x0 < west and x1 > east
        beside_x, beside_y = x0 < west or x1 > east, y0 < south or y1 > north
        if tall or wide or (beside_x and beside_y):
            found[row] = _touches(text[begins[row] : ends[row]], box, swapped)


@kernel
def _touches(text: Bytes, box: Floats, swapped: bool) -> bool:  # noqa: FBT001
    """Whether a border runs through the box, or the box lies inside the area."""
    at = 0
    while at < len(text) and text[at] != OPEN:
        at += 1
    begun = closed = second = inside = False
    first = x = y = 0.0
    while at < len(text):
        sign = text[at]
        if sign == MINUS or ZERO <= sign <= NINE:
            number, at = _number(text, at)
            closed = False
            if not second:
                first, second = number, True
                continue
            second = False
            to_x, to_y = (number, first) if swapped else (first, number)
            if begun:
                if _crosses(x, y, to_x, to_y, box):
                    return True
                if (y > box[1]) != (to_y > box[1]):  # a ray from the corner, to the east
                    inside ^= box[0] < x + (box[1] - y) / (to_y - y) * (to_x - x)
            x, y, begun = to_x, to_y, True
            continue
        if sign == CLOSE:
            begun = begun and not closed  # two in a row end a ring
            closed = True
        elif sign != OPEN and sign != ord(","):
            break
        at += 1
    return inside


@kernel
def _number(text: Bytes, at: int) -> tuple[float, int]:
    """A number with as many decimals as it has, at most eighteen digits, and where it ends."""
    negative = text[at] == MINUS
    at += 1 if negative else 0
    whole, scale = np.int64(0), np.int64(1)
    while at < len(text) and ZERO <= text[at] <= NINE:
        whole = whole * 10 + np.int64(text[at] - ZERO)
        at += 1
    if at < len(text) and text[at] == POINT:
        at += 1
        while at < len(text) and ZERO <= text[at] <= NINE:
            whole = whole * 10 + np.int64(text[at] - ZERO)
            scale *= 10
            at += 1
    value = whole / scale
    return (-value if negative else value), at


@kernel
def _crosses(x: float, y: float, to_x: float, to_y: float, box: Floats) -> bool:
    """Whether a line has a point in a box (Liang and Barsky, 1984)."""
    if max(x, to_x) < box[0] or min(x, to_x) > box[2]:
        return False
    if max(y, to_y) < box[1] or min(y, to_y) > box[3]:
        return False
    enters, leaves = 0.0, 1.0
    for axis in range(2):
        start, step = (x, to_x - x) if axis == 0 else (y, to_y - y)
        low, high = box[axis], box[axis + 2]
        if step == 0.0:
            continue  # inside these sides, by the look above
        one, other = (low - start) / step, (high - start) / step
        enters, leaves = max(enters, min(one, other)), min(leaves, max(one, other))
    return enters <= leaves
