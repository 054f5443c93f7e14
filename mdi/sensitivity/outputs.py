"""What one draw says in one number: shift of the ranks, overlap of the tenth, an area's rank.

Each takes the ranks of one draw, (n,) with 1 for the most deprived and 0 where there is none,
and gives a number, so that a draw may be forgotten once it has been asked.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mdi.fitted import Bools, Floats

Ranks = NDArray[np.integer[Any]]


def mean_shift(ranks: Ranks, before: Ranks) -> float:
    """Mean absolute change of rank over the areas that have both ranks; 0 where none has."""
    both = (ranks > 0) & (before > 0)
    moved = np.abs(ranks[both].astype(np.int64) - before[both])
    return float(moved.mean()) if moved.size else 0.0


def overlap(one: Bools, other: Bools) -> float:
    """Areas in both sets ÷ areas in either: 1 where they are the same, 0 where they share none.

    Source: Jaccard (1901), Bulletin de la Société Vaudoise des Sciences Naturelles 37.
    """
    either = int((one | other).sum())
    return int((one & other).sum()) / either if either else 1.0


def extent_of(ranks: Ranks, people: Floats, members: Bools) -> float:
    """The extent of one larger area (F25 d); NaN where nobody in it counts.

    Args:
        ranks: (n,) of one draw.
        people: (n,) who count, NaN where unknown.
        members: (n,) the areas that lie in it.
    """
    from mdi.summary.measures import extent  # noqa: PLC0415

    groups = np.where(members, 0, -1).astype(np.int64)
    return float(extent(ranks, int((ranks > 0).sum()), people, groups, 1)[0])
