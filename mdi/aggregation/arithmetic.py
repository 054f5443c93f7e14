"""The arithmetic mean by weight."""

from __future__ import annotations

from typing import ClassVar, Literal

from mdi.aggregation.mean import Mean
from mdi.fitted import Floats, Ints


class Arithmetic(Mean):
    """Σ w·x ÷ Σ w: a low child makes up in full for a high one.

    Source: formula F18 with p = 1; English Index of Multiple Deprivation.
    """

    by: Literal["arithmetic"] = "arithmetic"
    additive: ClassVar[bool] = True

    def apply(self, points: Floats, children: Ints, weights: Floats, scores: Floats) -> None:
        """See `FittedRule.apply`."""
        from mdi.core.weighing import weighted_mean  # noqa: PLC0415

        weighted_mean(points, children, weights, 1.0, scores)
