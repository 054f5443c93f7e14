"""Suppressed figures: their numerator is small, and that is known."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np
from pydantic import Field

from mdi.rates import SCALE
from mdi.result import IndexResult
from mdi.sensitivity.varying import Noise, VaryingFigures
from mdi.status import CellStatus


class Suppression(VaryingFigures):
    """A suppressed share or rate of which the denominator n is known: U{0, …, m − 1} ÷ n.

    An area without a rank stays without one.

    Attributes:
        below: m; smaller numerators are suppressed.

    Source: formulas F26 and F46.
    """

    by: Literal["suppression"] = "suppression"
    below: int = Field(default=5, ge=1)

    nothing: ClassVar[str] = "suppression: no suppressed figure of the table has a denominator"

    def noises(self, result: IndexResult) -> list[Noise]:
        """See `VaryingFigures.noises`."""
        table, found = result.table, []
        for row, figures in enumerate(table.figures):
            indicator, counts = figures.indicator, table.counts.get(figures.indicator.id)
            if counts is None or indicator.measure not in ("share", "rate"):
                continue
            hidden = (table.status[row] == CellStatus.SUPPRESSED) & (counts.denominator > 0)
            if hidden.any():
                size = np.where(hidden, counts.denominator, np.nan)
                most = np.minimum(self.below, np.floor(size) + 1)
                scale = SCALE[indicator.measure]
                noise = Noise("suppression", row, "counts", most, size, scale, indicator.range)
                found.append(noise)
        return found
