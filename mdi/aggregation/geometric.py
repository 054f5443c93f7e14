"""The geometric mean by weight."""

from __future__ import annotations

from typing import Literal

from mdi.aggregation.mean import OfPower


class Geometric(OfPower):
    """exp(Σ w·ln x ÷ Σ w): a low child pulls the score down more than in `Arithmetic`.

    Source: formula F18 with p → 0; Human Development Index.
    """

    by: Literal["geometric"] = "geometric"

    @property
    def exponent(self) -> float:
        """0."""
        return 0.0
