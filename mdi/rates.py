"""Rates from counts: what a figure is made of, and how one follows from the other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from mdi.fitted import Bools, Floats

SCALE: Mapping[str, float] = MappingProxyType(
    {"share": 100.0, "rate": 1000.0, "mean": 1.0, "score": 1.0}
)


SIGNIFICANT = 12  # digits


def on_paper(figures: Floats) -> Floats:
    """Figures to twelve significant digits, so that those equal on paper are equal here.

    For what was multiplied or added: below these digits it is noise of floating-point
    arithmetic, which depends on the order of the areas. NaN stays NaN.
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        scale = 10.0 ** (SIGNIFICANT - 1 - np.floor(np.log10(np.abs(figures))))
        rounded = np.round(figures * scale) / scale
    return np.where(np.isfinite(rounded), rounded, figures)


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """The counts of one indicator in n areas.

    Attributes:
        numerator: (n,) events, people or a sum, NaN where unknown.
        denominator: (n,) what they are counted among, NaN where unknown.
    """

    numerator: Floats
    denominator: Floats

    @property
    def known(self) -> Bools:
        """(n,) where both counts are known."""
        return ~(np.isnan(self.numerator) | np.isnan(self.denominator))

    def rate(self, measure: str) -> Floats:
        """(n,) figures in the unit of a measure; NaN where unknown or the denominator is 0.

        A share is a percentage, a rate is per 1,000, a mean and a score are as they are.

        Source: formula F1; Autonomy, ADI methodology, "Geographic Aggregation".
        """
        with np.errstate(divide="ignore", invalid="ignore"):
            figures = SCALE[measure] * self.numerator / self.denominator
        return np.where(self.denominator == 0, np.nan, figures)

    @classmethod
    def recovered(cls, figures: Floats, denominator: Floats, measure: str) -> Counts:
        """The counts behind published figures of which the denominator alone is known.

        The numerator is F1 solved for it; it is as exact as the figures are.

        Args:
            figures: (n,) figures in the unit of the measure.
            denominator: (n,) what they are a share, rate or mean of.
            measure: share, rate, mean or score.
        """
        numerator = figures * denominator / SCALE[measure]
        return cls(np.where(denominator == 0, 0.0, numerator), denominator)
