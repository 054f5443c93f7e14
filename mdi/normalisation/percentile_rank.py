"""Percentile ranks."""

from __future__ import annotations

from typing import Literal

import numpy as np

from mdi.fitted import Floats
from mdi.normalisation.ranks import RankRule


class PercentileRank(RankRule):
    """From 0 for the best off to 100 for the worst: 100 (ρ − 1) ÷ (n − 1); 50 for one area.

    Source: formula F11; the Social Vulnerability Index of the American CDC ranks so.
    """

    by: Literal["percentile_rank"] = "percentile_rank"

    def bounds(self) -> tuple[float, float]:
        """From 0 to 100."""
        return 0.0, 100.0

    def points_of(self, rank: Floats, count: int) -> Floats:
        """See `RankRule.points_of`."""
        if count < 2:
            return np.full_like(rank, 50.0)
        return np.asarray(100.0 * (np.maximum(rank, 1.0) - 1.0) / (count - 1))
