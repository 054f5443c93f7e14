"""Draws are made in blocks, here or elsewhere; what was made before is not made again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mdi.sensitivity.drawing import Drawing, Ranks, rank_type
from mdi.sensitivity.kept import KeptBlocks
from mdi.sensitivity.workers.maker import Maker

BLOCK = 256  # draws; the unit of progress, of files and of an interruption
ROOM = 32 << 20  # bytes of ranks that are held at a time
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Collecting:
    """How draws are collected.

    Attributes:
        maker: makes them.
        kept: where blocks are kept for a run that is continued; None: nowhere.
        progress: is told how many draws are done, and how many there are.
    """

    maker: Maker
    kept: KeptBlocks | None = None
    progress: Progress | None = None

    @property
    def drawing(self) -> Drawing:
        """What is drawn."""
        return self.maker.drawing

    def parts(self) -> Iterator[tuple[int, Ranks]]:
        """All draws, as many as there is room for at a time.

        Yields:
            The number of the first draw of a part and its (draws, m) ranks, which the next part
            overwrites.
        """
        total, areas = self.drawing.draws, len(self.drawing.areas)
        kind = np.dtype(rank_type(self.drawing.most))
        fitting = max(1, ROOM // (areas * kind.itemsize))
        block = min(BLOCK, fitting)
        most = min(fitting // block * block, total)
        room = np.empty((most, areas), kind)
        blocks = [range(first, min(first + block, total)) for first in range(0, total, block)]
        self.maker.begin(each for each in blocks if not self._is_kept(each, areas))
        for each in blocks:
            start = each.start % most
            self._fill(each.start, room[start : start + len(each)])
            if self.progress is not None:
                self.progress(each.stop, total)
            if start + len(each) == most or each.stop == total:
                yield each.start - start, room[: start + len(each)]

    def _is_kept(self, block: range, areas: int) -> bool:
        """Whether a block need not be made."""
        return self._found(block.start, (len(block), areas)) is not None

    def _found(self, first: int, shape: tuple[int, ...]) -> Ranks | None:
        """The ranks of a block that was kept."""
        return None if self.kept is None else self.kept.find(first, shape, self.drawing.most)

    def _fill(self, first: int, block: Ranks) -> None:
        """Fill a block from where it was kept, or else have it made."""
        found = self._found(first, block.shape)
        if found is not None:
            block[:] = found
            return
        self.maker.fill(first, block)
        if self.kept is not None:
            self.kept.keep(first, block)


def kept_in(folder: Path | None, key: str) -> KeptBlocks | None:
    """The blocks that a folder keeps under a key; None without a folder."""
    return None if folder is None else KeptBlocks(folder, key)
