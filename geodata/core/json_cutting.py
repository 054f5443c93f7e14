"""Where the elements of a JSON array begin and end."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.core.compiler import kernel

Bytes = NDArray[np.uint8]
Offsets = NDArray[np.int64]
QUOTE, BACKSLASH, COMMA = ord('"'), ord("\\"), ord(",")
OPENING, CLOSING = (ord("["), ord("{")), (ord("]"), ord("}"))


@kernel
def cut(text: Bytes, starts: Offsets) -> Any:
    """Find the elements of an array, without decoding them.

    Element `i` is `text[starts[i] : starts[i + 1] - 1]`. Commas and brackets in strings and
    in arrays or objects inside the array do not count.

    Args:
        text: a JSON array of n elements, without white space.
        starts: (n + 1,) is filled.
    """
    starts[0] = 1
    found = depth = 0
    quoted = escaped = False
    for at, sign in enumerate(text):
        if escaped:
            escaped = False
        elif sign == QUOTE:
            quoted = not quoted
        elif quoted:
            escaped = sign == BACKSLASH
        elif sign in OPENING:
            depth += 1
        elif sign == COMMA:
            if depth == 1:
                found += 1
                starts[found] = at + 1
        elif sign in CLOSING:
            depth -= 1
    starts[-1] = len(text)
