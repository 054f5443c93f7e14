"""The mean by weight of a declared power."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, FiniteFloat

from mdi.aggregation.mean import OfPower


class PowerMean(OfPower):
    """(Σ w·x^p ÷ Σ w)^(1/p) for a declared power.

    A power above 1 stresses the worst children, one below 1 the best; 0 is `Geometric`,
    −1 `Harmonic`, and 1 is `Arithmetic` up to rounding, for points that are not below 0.

    Attributes:
        power: the exponent p.

    Source: formula F18.
    """

    by: Literal["power_mean"] = "power_mean"
    power: FiniteFloat = Field(ge=-100, le=100)

    @property
    def exponent(self) -> float:
        """The declared power."""
        return self.power
