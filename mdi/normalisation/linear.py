"""Straight lines through two numbers of the reference: z-score and min-max."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import FiniteFloat, model_validator

from mdi.fitted import Bools, Floats
from mdi.normalisation.line_scale import LineScale
from mdi.normalisation.rule import Rule

NOWHERE = LineScale(origin=0.0, scale=0.0, empty=True)  # of a reference without a figure


class ZScore(Rule):
    """Distance from the mean in sample standard deviations (n − 1); 0 where all are equal.

    Source: formula F16.
    """

    by: Literal["zscore"] = "zscore"

    @property
    def centred(self) -> bool:
        """Always."""
        return True

    def fit(self, values: Floats, sign: float, reference: Bools) -> LineScale:
        """See `Rule.fit`."""
        from mdi.core.linear import moments  # noqa: PLC0415

        mean, deviation, low, high = moments(values, reference)
        if np.isnan(low):
            return NOWHERE
        if not 0 < deviation < np.inf:
            return LineScale(origin=mean, scale=0.0, range=(low, high))
        return LineScale(origin=mean, unit=deviation, scale=sign, range=(low, high))


class Bounded(Rule):
    """A rule whose points run from a floor to a ceiling."""

    floor: FiniteFloat = 0.0
    ceiling: FiniteFloat = 100.0

    @model_validator(mode="after")
    def _upright(self) -> Bounded:
        if not self.floor < self.ceiling:
            message = "the floor is below the ceiling"
            raise ValueError(message)
        return self

    def bounds(self) -> tuple[float, float] | None:
        """From the floor to the ceiling."""
        return self.floor, self.ceiling


class MinMax(Bounded):
    """Best figure of the reference → floor, worst → ceiling; the middle where all are equal.

    Source: formula F16.
    """

    by: Literal["minmax"] = "minmax"

    def fit(self, values: Floats, sign: float, reference: Bools) -> LineScale:
        """See `Rule.fit`."""
        from mdi.core.linear import moments  # noqa: PLC0415

        _, _, low, high = moments(values, reference)
        if np.isnan(low):
            return NOWHERE
        if not 0 < high - low < np.inf:
            middle = (self.floor + self.ceiling) / 2
            return LineScale(origin=low, scale=0.0, start=middle, range=(low, high))
        return LineScale(
            origin=low if sign > 0 else high,
            unit=high - low,
            scale=sign * (self.ceiling - self.floor),
            start=self.floor,
            range=(low, high),
        )
