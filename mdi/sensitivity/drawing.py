"""What draws ranks: any draw by its number, whoever asks for it, and in whatever order."""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from mdi.fitted import Ints

Ranks = NDArray[Any]  # uint16 or uint32
NARROW = np.iinfo(np.uint16).max


class Drawing(Protocol):
    """Draws of the ranks of some areas.

    Attributes:
        areas: (m,) the areas, as positions in the table; no rank exceeds m.
        draws: how many draws there are.
    """

    @property
    def areas(self) -> Ints:
        """(m,) the areas, as positions in the table."""

    @property
    def draws(self) -> int:
        """How many draws there are."""

    def fill(self, first: int, ranks: Ranks) -> None:
        """Write the ranks of some draws: the same numbers give the same ranks, bit for bit.

        Args:
            first: the number of the first draw, from 0.
            ranks: (draws, m) is filled; 1 is the most deprived, 0 where an area has no rank.
        """


def rank_type(areas: int) -> type[np.unsignedinteger[Any]]:
    """The narrowest type that holds the ranks of so many areas."""
    return np.uint16 if areas <= NARROW else np.uint32
