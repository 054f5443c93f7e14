"""Ranks, deciles and the rule for ties: here and nowhere else."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def ranks(scores: NDArray[np.float64]) -> tuple[NDArray[np.int32], int]:
    """Rank 1 for the highest score; ties share the better rank; 0 where there is none.

    Ranked before any rounding. Source: formula F21.

    Args:
        scores: (n,) scores, NaN where there is none.

    Returns:
        The (n,) ranks and the number of areas ranked.
    """
    from mdi.core.ranking import ranks_downward  # noqa: PLC0415

    given = np.empty(scores.size, np.int32)
    return given, ranks_downward(scores, given)


def deciles(given: NDArray[np.int32], ranked: int, least: int) -> NDArray[np.int8]:
    """⌈10 · rank ÷ N⌉: decile 1 is the most deprived tenth; 0 where there is none.

    Source: formula F21.

    Args:
        given: (n,) ranks, 0 where there is none.
        ranked: N, the number of areas ranked.
        least: with fewer ranked areas there are no deciles.
    """
    if ranked < max(least, 1):
        return np.zeros(given.size, np.int8)
    return np.asarray(-(-10 * given.astype(np.int64) // ranked), np.int8)
