"""Published figures are rounded: the real ones lie half a unit around them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field, FiniteFloat

from mdi.fitted import Floats
from mdi.rates import SCALE, Counts
from mdi.result import IndexResult
from mdi.sensitivity.varying import Noise, VaryingFigures
from mdi.table import Figures

Unit = Annotated[FiniteFloat, Field(ge=0)]


class Rounding(VaryingFigures):
    """U(x − u/2, x + u/2) around every figure or count, as far as it can be.

    A shrunken figure moves by its own weight of that.

    Attributes:
        unit: u of figures, in the unit of the indicator; 0: not rounded.
        units: the u of single indicators, by id.
        numerators: u of the numerators of shares and rates; 0: not rounded.
        denominators: u of their denominators; 0: not rounded.

    Source: formulas F26 and F46.
    """

    by: Literal["rounding"] = "rounding"
    unit: Unit = 0.0
    units: dict[str, Unit] = Field(default_factory=dict)
    numerators: Unit = 0.0
    denominators: Unit = 0.0

    nothing: ClassVar[str] = "rounding: no figure or count of the table is declared to be rounded"

    def noises(self, result: IndexResult) -> list[Noise]:
        """See `VaryingFigures.noises`."""
        return list(self._noises(result))

    def _noises(self, result: IndexResult) -> Iterator[Noise]:
        table = result.table
        for row, (figures, values) in enumerate(zip(table.figures, table.values, strict=True)):
            if not figures.offered:
                continue
            leaf = figures.indicator.id
            weight = _weight(result, leaf)
            unit = self.units.get(leaf, self.unit)
            if unit > 0:
                low, high = figures.indicator.range
                yield _moved(row, figures, weight, _around(values, unit, low, high))
            counts = table.counts.get(leaf)
            if counts is None or figures.indicator.measure not in ("share", "rate"):
                continue
            known = np.where(np.isnan(values) | ~(counts.denominator > 0), np.nan, weight)
            yield from self._of_counts(row, figures, counts, known)

    def _of_counts(
        self, row: int, figures: Figures, counts: Counts, weight: Floats
    ) -> Iterator[Noise]:
        """The denominators first: they divide, what numerators add is added."""
        scale, bounds = SCALE[figures.indicator.measure], figures.indicator.range
        if self.denominators > 0:
            units, part = counts.denominator / self.denominators, "/denominator"
            yield Noise("rounding", row, "denominators", units, weight, scale, bounds, part)
        if self.numerators > 0:
            middle, width = _around(counts.numerator, self.numerators, 0.0, np.inf)
            per_head = scale / counts.denominator
            both = middle * per_head, width * per_head
            yield _moved(row, figures, weight, both, "/numerator")


def _weight(result: IndexResult, leaf: str) -> Floats:
    """(n,) how much of a step of the raw figure the figure that is used takes."""
    shrunken = result.steadied.shrunken.get(leaf)
    if shrunken is None:
        return np.ones(len(result))
    return np.where(np.isnan(shrunken.weight), 1.0, shrunken.weight)


def _around(values: Floats, unit: float, low: float, high: float) -> tuple[Floats, Floats]:
    """(n,) where the middle of what can be lies from what is told, and how wide it is."""
    least = np.maximum(values - unit / 2, np.minimum(low, values))
    most = np.minimum(values + unit / 2, np.maximum(high, values))
    return (least + most) / 2 - values, most - least


def _moved(
    row: int, figures: Figures, weight: Floats, around: tuple[Floats, Floats], part: str = ""
) -> Noise:
    middle, width = (weight * each for each in around)
    return Noise("rounding", row, "rounding", middle, width, 1.0, figures.indicator.range, part)
