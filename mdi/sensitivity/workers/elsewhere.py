"""Draws by the workers of a Dask cluster.

What is drawn goes to the workers once, as bytes that the scheduler keeps; a draw follows from its
number alone. So whatever a lost worker held is made again by another, and nothing is lost with it.
Ranks come back in the order of their numbers, a few pieces ahead of what is counted.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import numpy as np

from mdi.cluster.client import Workers, workers_of
from mdi.cluster.software import Software, software
from mdi.errors import RunError
from mdi.sensitivity.drawing import Drawing, Ranks, rank_type
from mdi.sensitivity.workers.packing import packed, unpacked

PIECE = 64  # draws that a worker makes at a time, on one thread
AHEAD = 3  # pieces for each thread that are asked for before they are needed


class Elsewhere:
    """The workers of a cluster. See `Maker`.

    Args:
        drawing: what is drawn.
        workers: who draw it.
    """

    def __init__(self, drawing: Drawing, workers: Workers) -> None:
        self.drawing = drawing
        self._workers = workers
        self._software = software()
        self._sent = workers.send(packed(drawing))
        self._most = 0
        self._pieces: Iterator[range] = iter(())
        self._asked: deque[tuple[range, Any]] = deque()

    def begin(self, blocks: Iterable[range]) -> None:
        """See `Maker.begin`."""
        self.leave()
        self._pieces = (piece for block in blocks for piece in _pieces(block))

    def fill(self, first: int, block: Ranks) -> None:
        """See `Maker.fill`."""
        self._most = AHEAD * self._workers.threads  # workers come and go
        self._ask()
        for piece in _pieces(range(first, first + len(block))):
            while self._asked and self._asked[0][0].start < piece.start:
                self._workers.cancel([self._asked.popleft()[1]])  # somebody else kept it meanwhile
            rows = block[piece.start - first : piece.stop - first]
            if self._asked and self._asked[0][0] == piece:
                rows[:] = self._workers.result(self._asked.popleft()[1])
            else:
                self.drawing.fill(piece.start, rows)
            self._ask()

    def leave(self) -> None:
        """Take back what is still asked for."""
        self._workers.cancel([future for _, future in self._asked])
        self._asked.clear()

    def _ask(self) -> None:
        """Ask for the next pieces, so that no thread is without work and no memory overflows."""
        while len(self._asked) < self._most:
            piece = next(self._pieces, None)
            if piece is None:
                return
            given = (self._sent, piece.start, len(piece), self._software)
            self._asked.append((piece, self._workers.submit(drawn, *given)))


@contextmanager
def elsewhere(drawing: Drawing, address: str) -> Iterator[Elsewhere]:
    """The workers of the scheduler at an address; what is queued is cancelled at the end.

    Raises:
        DeclarationError: Dask is not installed.
        RunError: the scheduler does not answer, has no workers, or they have another engine.
    """
    with workers_of(address) as workers:
        workers.refuse_others()
        made = Elsewhere(drawing, workers)
        try:
            yield made
        finally:
            made.leave()


def drawn(content: bytes, first: int, draws: int, wanted: Software) -> Ranks:
    """The ranks of some draws, by a worker.

    Raises:
        RunError: the worker has another engine than who asks, and joined after the others.
    """
    if software() != wanted:
        raise RunError(
            "A worker that joined has another engine.",
            hint="Install the same version of mdi and its libraries on all workers.",
        )
    drawing = _drawing(content)
    ranks = np.empty((draws, len(drawing.areas)), rank_type(drawing.most))
    drawing.fill(first, ranks)
    return ranks


@lru_cache(maxsize=1)
def _drawing(content: bytes) -> Drawing:
    """What is drawn, unpacked once for each worker."""
    return unpacked(content)


def _pieces(block: range) -> Iterator[range]:
    """A block in pieces."""
    for first in range(block.start, block.stop, PIECE):
        yield range(first, min(first + PIECE, block.stop))
