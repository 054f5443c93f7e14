"""Published figures are rounded: the real ones lie half a unit around them."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import numpy as np
from pydantic import Field, FiniteFloat

from mdi.result import IndexResult
from mdi.sensitivity.varying import Noise, VaryingFigures

Unit = Annotated[FiniteFloat, Field(ge=0)]


class Rounding(VaryingFigures):
    """U(x − u/2, x + u/2) around every figure; a shrunken one moves by its own weight of that.

    Attributes:
        unit: u, in the unit of the indicator; 0: not rounded.
        units: the u of single indicators, by id.

    Source: formulas F26 and F46.
    """

    by: Literal["rounding"] = "rounding"
    unit: Unit = 0.0
    units: dict[str, Unit] = Field(default_factory=dict)

    nothing: ClassVar[str] = "rounding: no figure of the table is declared to be rounded"

    def noises(self, result: IndexResult) -> list[Noise]:
        """See `VaryingFigures.noises`."""
        found = []
        for row, (figures, values) in enumerate(
            zip(result.table.figures, result.steadied.values, strict=True)
        ):
            unit = self.units.get(figures.indicator.id, self.unit)
            if not (figures.offered and unit > 0):
                continue
            spread = np.where(np.isnan(values), np.nan, unit)
            shrunken = result.steadied.shrunken.get(figures.indicator.id)
            if shrunken is not None:
                spread *= np.where(np.isnan(shrunken.weight), 1.0, shrunken.weight)
            centre, bounds = np.zeros(len(values)), figures.indicator.range
            found.append(Noise("rounding", row, "rounding", centre, spread, 1.0, bounds))
        return found
