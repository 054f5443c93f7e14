"""Standard normal scores of ranks."""

from __future__ import annotations

from typing import Literal

import numpy as np

from mdi.fitted import Floats
from mdi.normalisation.ranks import RankRule


class NormalScore(RankRule):
    """Standard normal score of the rank: Φ⁻¹(ρ ÷ (n + 1)).

    Source: formula F10; the Scottish `normalScores` and the English Index of Multiple
    Deprivation use the same.
    """

    by: Literal["normal_score"] = "normal_score"

    @property
    def centred(self) -> bool:
        """Always."""
        return True

    def points_of(self, rank: Floats, count: int) -> Floats:
        """See `RankRule.points_of`; mirrored ranks give exactly mirrored scores."""
        from scipy.special import ndtri  # noqa: PLC0415

        lower = np.minimum(rank, count + 1 - rank)
        return np.asarray(np.copysign(ndtri(lower / (count + 1)), 2 * rank - count - 1))
