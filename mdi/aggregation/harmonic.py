"""The harmonic mean by weight."""

from __future__ import annotations

from typing import Literal

from mdi.aggregation.mean import OfPower


class Harmonic(OfPower):
    """Σ w ÷ Σ (w ÷ x): the lowest children decide.

    Source: formula F18 with p = −1.
    """

    by: Literal["harmonic"] = "harmonic"

    @property
    def exponent(self) -> float:
        """−1."""
        return -1.0
