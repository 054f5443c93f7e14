"""Published beside computed figures, and whether they are as close as expected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from mdi.fitted import Floats
from mdi.indices.model import Expected

WORST = 10  # areas that are named


@dataclass(frozen=True, slots=True)
class Difference:
    """One area: what is published, and what we compute."""

    area_code: str
    published: float
    computed: float

    @property
    def difference(self) -> float:
        """Computed minus published."""
        return self.computed - self.published


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """The figures of m areas, one by one.

    Attributes:
        codes: (m,) areas.
        published: (m,) published figures.
        computed: (m,) ours.
        expected: how close they are expected to be; None: nothing is promised.
    """

    codes: Sequence[str]
    published: Floats
    computed: Floats
    expected: Expected | None = None

    @property
    def differences(self) -> Floats:
        """(m,) sizes of the differences."""
        return np.asarray(np.abs(self.computed - self.published))

    @property
    def exact(self) -> int:
        """How many areas agree exactly."""
        return int((self.differences == 0).sum())

    @property
    def share(self) -> float:
        """The share of the areas that agree exactly."""
        return self.exact / len(self.codes)

    @property
    def largest(self) -> float:
        """The largest difference of any area."""
        return float(self.differences.max())

    @property
    def median(self) -> float:
        """The median difference."""
        return float(np.median(self.differences))

    def within(self, tolerance: float) -> int:
        """How many areas differ by no more than this."""
        return int((self.differences <= tolerance).sum())

    def shortfalls(self) -> Iterator[str]:
        """The names of the expectations that are not met."""
        wanted = self.expected
        if wanted is None:
            return
        if wanted.share is not None and not self.share >= wanted.share:
            yield "share"
        if wanted.largest is not None and not self.largest <= wanted.largest:
            yield "largest"
        if wanted.median is not None and not self.median <= wanted.median:
            yield "median"

    @property
    def met(self) -> bool:
        """Whether all that is expected is met."""
        return not list(self.shortfalls())

    def worst(self) -> list[Difference]:
        """The areas that differ most, ten at most; ties in the order of the file."""
        sizes = self.differences
        order = np.argsort(-sizes, kind="stable")[:WORST].tolist()
        return [
            Difference(self.codes[row], float(self.published[row]), float(self.computed[row]))
            for row in order
            if sizes[row] > 0
        ]
