"""Distance from the mean."""

from __future__ import annotations

from typing import Literal

import numpy as np

from mdi.fitted import Bools, Floats
from mdi.normalisation.line_scale import NOWHERE, LineScale
from mdi.normalisation.rule import Rule


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
