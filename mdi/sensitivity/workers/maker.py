"""Who makes draws; this process does, unless somebody else is asked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Protocol

from mdi.core.threads import spread
from mdi.sensitivity.drawing import Drawing, Ranks


class Maker(Protocol):
    """Makes the draws of a drawing.

    Attributes:
        drawing: what is drawn.
    """

    @property
    def drawing(self) -> Drawing:
        """What is drawn."""

    def begin(self, blocks: Iterable[range]) -> None:
        """Be told which draws will be asked for, in this order; some may be made already."""

    def fill(self, first: int, block: Ranks) -> None:
        """Write the ranks of some draws: see `Drawing.fill`."""


class Here:
    """All threads of this process.

    Args:
        drawing: what is drawn.
    """

    def __init__(self, drawing: Drawing) -> None:
        self.drawing = drawing

    def begin(self, blocks: Iterable[range]) -> None:
        """Nothing is made before it is asked for."""

    def fill(self, first: int, block: Ranks) -> None:
        """See `Maker.fill`."""
        drawing = self.drawing
        spread(
            lambda part: drawing.fill(first + part.start, block[part]),
            len(block),
            alone=drawing.light,
        )


@contextmanager
def maker(drawing: Drawing, scheduler: str | None) -> Iterator[Maker]:
    """Who makes the draws.

    Args:
        drawing: what is drawn.
        scheduler: the address of a Dask scheduler; None: this process does it.

    Raises:
        DeclarationError: Dask is not installed.
        RunError: the scheduler does not answer, has no workers, or they have another engine.
    """
    if scheduler is None:
        yield Here(drawing)
        return
    from mdi.sensitivity.workers.elsewhere import elsewhere  # noqa: PLC0415

    with elsewhere(drawing, scheduler) as made:
        yield made
