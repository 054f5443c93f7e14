"""From the best figure of the reference to the worst."""

from __future__ import annotations

from typing import Literal

import numpy as np

from mdi.fitted import Bools, Floats
from mdi.normalisation.bounded import Bounded
from mdi.normalisation.line_scale import NOWHERE, LineScale


class MinMax(Bounded):
    """Best figure of the reference → floor, worst → ceiling; the middle where all are equal.

    Attributes:
        truncate: whether figures beyond the reference stop at floor and ceiling, where
            others than the reference are measured.

    Source: formula F16.
    """

    by: Literal["minmax"] = "minmax"
    truncate: bool = False

    @property
    def keeps_bounds(self) -> bool:
        """Whether it is truncated."""
        return self.truncate

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
            ends=(self.floor, self.ceiling) if self.truncate else None,
            range=(low, high),
        )
