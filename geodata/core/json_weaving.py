"""Texts of many rows, woven into one text: every row its own part of the output.

Bytes are copied one by one between two slices: a loop that the compiler turns into wide
moves, with nothing to set up for the many short texts.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.core.compiler import kernel

Bytes = NDArray[np.uint8]
Offsets = NDArray[np.int64]


@kernel
def place(text: Bytes, begins: Offsets, ends: Offsets, at: Offsets, out: Bytes) -> Any:
    """Write `text[begins[i] : ends[i]]` at `out[at[i]]` for every row; `at` moves behind it.

    Args:
        text: the bytes of all rows.
        begins: (n,) where the bytes of each row begin.
        ends: (n,) and where they end.
        at: (n,) where each row is to be written; is changed in place.
        out: is filled there.
    """
    for row in range(len(at)):
        source = text[begins[row] : ends[row]]
        target = out[at[row] : at[row] + len(source)]
        for step in range(len(source)):
            target[step] = source[step]
        at[row] += len(source)


@kernel
def stamp(word: Bytes, at: Offsets, out: Bytes) -> Any:
    """Write the same word at `out[at[i]]` for every row; `at` moves behind it.

    Args:
        word: the bytes of the word.
        at: (n,) where each row is to be written; is changed in place.
        out: is filled there.
    """
    for row in range(len(at)):
        target = out[at[row] : at[row] + len(word)]
        for step in range(len(word)):
            target[step] = word[step]
        at[row] += len(word)
