"""What draws ranks: any draw by its number, whoever asks for it, and in whatever order."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from mdi.fitted import Ints

Ranks = NDArray[Any]  # uint16 or uint32
NARROW = np.iinfo(np.uint16).max
FEW = 2000  # areas: two threads take longer than one for draws of fewer


class Drawing(Protocol):
    """Draws of the ranks of some areas.

    Attributes:
        areas: (m,) the areas, as positions in the table.
        draws: how many draws there are.
        most: no rank exceeds it: m, or more where other areas are ranked with these.
        light: whether a draw is so little work that threads would wait for one another.
    """

    @property
    def areas(self) -> Ints:
        """(m,) the areas, as positions in the table."""

    @property
    def draws(self) -> int:
        """How many draws there are."""

    @property
    def most(self) -> int:
        """No rank exceeds it."""

    @property
    def light(self) -> bool:
        """Whether a draw is so little work that threads would wait for one another."""

    def fill(self, first: int, ranks: Ranks) -> None:
        """Write the ranks of some draws: the same numbers give the same ranks, bit for bit.

        Args:
            first: the number of the first draw, from 0.
            ranks: (draws, m) is filled; 1 is the most deprived, 0 where an area has no rank.
        """


def rank_type(most: int) -> type[np.unsignedinteger[Any]]:
    """The narrowest type that holds ranks up to the highest."""
    return np.uint16 if most <= NARROW else np.uint32
