"""Draws are made in blocks, by all threads; what was made before is not made again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mdi.core.threads import spread
from mdi.sensitivity.drawing import Drawing, Ranks, rank_type
from mdi.sensitivity.kept import KeptBlocks

BLOCK = 256  # draws; the unit of progress, of files and of an interruption
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Collecting:
    """How draws are collected.

    Attributes:
        drawing: what makes them.
        kept: where blocks are kept for a run that is continued; None: nowhere.
        progress: is told how many draws are done, and how many there are.
    """

    drawing: Drawing
    kept: KeptBlocks | None = None
    progress: Progress | None = None

    def blocks(self, room: Ranks | None = None) -> Iterator[tuple[int, Ranks]]:
        """The number of the first draw of every block, and its (draws, m) ranks.

        Args:
            room: (all draws, m) where the blocks are written; without it, each has its own.
        """
        total, areas = self.drawing.draws, len(self.drawing.areas)
        for first in range(0, total, BLOCK):
            draws = min(BLOCK, total - first)
            if room is None:
                block = np.empty((draws, areas), rank_type(areas))
            else:
                block = room[first : first + draws]
            self._fill(first, block)
            if self.progress is not None:
                self.progress(first + draws, total)
            yield first, block

    def _fill(self, first: int, block: Ranks) -> None:
        """Fill a block from where it was kept, or else draw it."""
        found = None if self.kept is None else self.kept.find(first, block.shape)
        if found is not None:
            block[:] = found
            return
        spread(lambda part: self.drawing.fill(first + part.start, block[part]), len(block))
        if self.kept is not None:
            self.kept.keep(first, block)


def kept_in(folder: Path | None, key: str) -> KeptBlocks | None:
    """The blocks that a folder keeps under a key; None without a folder."""
    return None if folder is None else KeptBlocks(folder, key)
