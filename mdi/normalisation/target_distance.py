"""The distance to a declared target."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import FiniteFloat

from mdi.fitted import Bools, Floats
from mdi.normalisation.bounded import Bounded
from mdi.normalisation.line_scale import LineScale


class TargetDistance(Bounded):
    """How far a figure is from a target: floor where it is reached, ceiling for the worst.

    Attributes:
        target: the raw figure to be reached.

    Source: formula F16 (distance to target), turned so that more is worse.
    """

    by: Literal["target_distance"] = "target_distance"
    target: FiniteFloat

    def fit(self, values: Floats, sign: float, reference: Bools) -> LineScale:
        """See `Rule.fit`; everywhere the floor where the whole reference reached the target."""
        from mdi.core.linear import moments  # noqa: PLC0415

        _, _, low, high = moments(values, reference)
        worst = high if sign > 0 else low
        distance = 0.0 if np.isnan(worst) else sign * (worst - self.target)
        reached = not 0 < distance < np.inf
        return LineScale(
            origin=self.target,
            unit=1.0 if reached else distance,
            scale=0.0 if reached else sign * (self.ceiling - self.floor),
            start=self.floor,
            ends=(self.floor, self.ceiling),
            range=None if np.isnan(low) else (low, high),
        )
