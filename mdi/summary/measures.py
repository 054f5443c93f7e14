"""Measures of a larger area, from the scores and ranks of the areas in it.

Plain functions on arrays. In all of them n areas lie in `size` larger areas: `groups` (n,)
holds the number of the larger area of each, −1 where it lies in none. `ranks` (n,) are
national, 1 is the most deprived, 0 where there is none; `ranked` is N, how many areas have
one. `weights` (n,) are the people who count, NaN where unknown. An area without a rank, a
score or a weight counts in no numerator and in no denominator. Every function gives (size,)
numbers, more is more deprived, NaN where nothing counts.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mdi.fitted import Floats, Ints

Ranks = NDArray[np.integer[Any]]

FULL, LAST = 10, 30  # percentiles that count wholly, and the last that counts at all
UPPER, LOWER = 0.95, 0.05  # what the percentiles 11 and 30 count


def average_score(scores: Floats, weights: Floats, groups: Ints, size: int) -> Floats:
    """Mean score of the people: Σ P·S ÷ Σ P.

    Source: formula F25 (b); English Indices of Deprivation.
    """
    here = (groups >= 0) & ~np.isnan(scores) & ~np.isnan(weights)
    people = sums(weights[here], groups[here], size)
    total = sums((weights * scores)[here], groups[here], size)
    some = people > 0
    found = np.full(size, np.nan)
    found[some] = total[some] / people[some]
    return found


def average_rank(ranks: Ranks, ranked: int, weights: Floats, groups: Ints, size: int) -> Floats:
    """Mean rank of the people, turned round: Σ P·(N + 1 − rank) ÷ Σ P.

    Source: formula F25 (a); English Indices of Deprivation.
    """
    return average_score(_upward(ranks, ranked), weights, groups, size)


def proportion(ranks: Ranks, ranked: int, groups: Ints, size: int) -> Floats:
    """Share of the ranked areas that are in the most deprived tenth: rank ≤ ⌊N ÷ 10⌋.

    Areas count the same, whoever lives there.
    Source: formula F25 (c); English Indices of Deprivation.
    """
    worst = np.where(ranks > 0, np.asarray(ranks <= ranked // 10, np.float64), np.nan)
    return average_score(worst, np.ones(ranks.size), groups, size)


def extent(ranks: Ranks, ranked: int, weights: Floats, groups: Ints, size: int) -> Floats:
    """Share of the people in deprived areas, those in the worst tenth counted wholly.

    An area of percentile π = ⌈100 · rank ÷ N⌉ counts 1 up to 10, then from 0.95 at 11 in
    equal steps down to 0.05 at 30, and 0 above.
    Source: formula F25 (d); English Indices of Deprivation.
    """
    percentile = -(-100 * ranks.astype(np.int64) // max(ranked, 1))
    steps = (percentile - FULL - 1) / (LAST - FULL - 1)
    part = np.where(percentile <= LAST, UPPER - (UPPER - LOWER) * steps, 0.0)
    part = np.where(percentile <= FULL, 1.0, part)
    return average_score(np.where(ranks > 0, part, np.nan), weights, groups, size)


def local_concentration(
    ranks: Ranks, ranked: int, weights: Floats, groups: Ints, size: int
) -> Floats:
    """Mean of N + 1 − rank over the most deprived tenth of the people of the larger area.

    Exactly a tenth is taken: of the area on the boundary only the people that are needed.
    Source: formula F25 (e); English Indices of Deprivation.
    """
    rows = np.flatnonzero((groups >= 0) & (ranks > 0) & (weights > 0))
    rows = rows[np.lexsort((ranks[rows], groups[rows]))]
    group, people = groups[rows], weights[rows]
    total = sums(people, group, size)
    before = np.cumsum(people) - people - (np.cumsum(total) - total)[group]
    taken = np.clip(total[group] / 10 - before, 0.0, people)
    return average_score(_upward(ranks[rows], ranked), taken, group, size)


def scale(counts: Floats, ranks: Ranks, groups: Ints, size: int) -> Floats:
    """How many people are deprived: the sum of the numerators of the ranked areas.

    Args:
        counts: (n,) people, NaN where unknown.
        ranks: see above.
        groups: see above.
        size: see above.

    Source: formula F25 (f); English Indices of Deprivation.
    """
    here = (groups >= 0) & (ranks > 0) & ~np.isnan(counts)
    known = np.bincount(groups[here], minlength=size) > 0
    return np.where(known, sums(counts[here], groups[here], size), np.nan)


def sums(values: Floats, groups: Ints, size: int) -> Floats:
    """(size,) the sum of the (n,) values of each larger area; each of them lies in one."""
    return np.bincount(groups, values, size).astype(np.float64)


def _upward(ranks: Ranks, ranked: int) -> Floats:
    """N + 1 − rank, so that more is more deprived; NaN where there is no rank."""
    return np.where(ranks > 0, ranked + 1.0 - ranks, np.nan)
