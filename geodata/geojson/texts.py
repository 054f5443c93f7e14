"""Texts of many rows in one run of bytes: what a JSON answer is woven of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Bytes = NDArray[np.uint8]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Texts:
    """One text per row; rows may share bytes.

    Attributes:
        data: UTF-8 of all rows, read-only.
        begins: where the text of each row begins (n,).
        ends: and where it ends (n,).
    """

    data: Bytes
    begins: Ints
    ends: Ints

    def __post_init__(self) -> None:
        self.data.setflags(write=False)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.begins)

    def __getitem__(self, row: int) -> bytes:
        """The text of one row."""
        return self.data[self.begins[row] : self.ends[row]].tobytes()

    @property
    def view(self) -> memoryview:
        """The bytes of all rows."""
        return view_of(self.data)

    def take(self, rows: Ints) -> Texts:
        """The texts of these rows, in this order; no byte is copied."""
        return Texts(self.data, self.begins[rows], self.ends[rows])


def view_of(data: Bytes) -> memoryview:
    """Bytes as they lie, without a copy."""
    return data.data


def elements(array: bytes, count: int) -> Texts:
    """The texts of the elements of a JSON array without white space, which has so many."""
    from geodata.core.json_cutting import cut  # noqa: PLC0415

    text, starts = np.frombuffer(array, np.uint8), np.empty(count + 1, np.int64)
    cut(text, starts)
    return Texts(text, starts[:-1], starts[1:] - 1)


def chosen(words: Sequence[bytes], index: Ints) -> Texts:
    """One of a few words for each row.

    Args:
        words: the words (k).
        index: which word each row has (n,), from 0; −1 is the last.
    """
    lengths = np.array([len(word) for word in words], np.int64)
    ends = np.cumsum(lengths)
    begins = ends - lengths
    return Texts(np.frombuffer(b"".join(words), np.uint8), begins[index], ends[index])


def woven(parts: Sequence[bytes | Texts], count: int) -> Texts:
    """The parts of every row behind one another.

    Args:
        parts: texts of the rows (n), and words that are the same in all rows.
        count: how many rows there are (n).
    """
    from geodata.core.json_weaving import place, stamp  # noqa: PLC0415
    from geodata.core.threads import spread  # noqa: PLC0415

    lengths = np.full(count, sum(len(part) for part in parts if isinstance(part, bytes)), np.int64)
    for part in parts:
        if isinstance(part, Texts):
            lengths += part.ends - part.begins
    ends = np.cumsum(lengths)
    at = ends - lengths
    begins, out = at.copy(), np.empty(lengths.sum(), np.uint8)

    def write(rows: slice) -> None:
        for part in parts:
            if isinstance(part, Texts):
                place(part.data, part.begins[rows], part.ends[rows], at[rows], out)
            else:
                stamp(np.frombuffer(part, np.uint8), at[rows], out)

    spread(write, count)
    return Texts(out, begins, ends)
