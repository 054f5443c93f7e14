"""Getis–Ord Gi*: where high or low values come together."""

from __future__ import annotations

import numpy as np

from geodata.neighbours import Floats, Neighbours
from geodata.spatial.chance import LEVEL, MANY, Chance, conditional_p
from geodata.spatial.known import Known, known
from geodata.spatial.result import LocalStatistic


def getis_ord(
    values: Floats,
    neighbours: Neighbours,
    *,
    permutations: int = MANY,
    seed: int = 0,
    level: float = LEVEL,
) -> LocalStatistic:
    """``Gi*`` of each area as a z-score: hot spots and cold spots.

    The area itself counts among its neighbours, so there are no pockets. The p-value is that
    of the neighbours, while the area stays what it is: with the same seed it is the one of
    `local_moran`.

    Args:
        values: numbers (n,), NaN where missing.
        neighbours: who is whose neighbour (n).
        permutations: how often the other areas change places. With 999 and thousands of
            areas the lowest p there is, 0.002, is often not low enough for any to be significant.
        seed: which random numbers, from 0.
        level: the share of false findings that is accepted among the significant areas.

    Returns:
        `own` and `around` are both Gi*: hot above 0, cold below.

    Raises:
        StatisticError: infinite values, fewer than three, all equal, no neighbours; or chance
            cannot be asked this.

    Source: formula F44; Ord and Getis (1995), Local spatial autocorrelation statistics,
    Geographical Analysis 27(4).
    """
    chance = Chance(permutations, seed, level)
    found = known(values, neighbours)
    score = _score(found)
    return LocalStatistic(
        name="Getis–Ord Gi*",
        codes=found.codes,
        statistic=found.linked(score),
        own=found.everywhere(score),
        around=found.linked(score),
        p=found.linked(conditional_p(found, np.ones_like(score), chance)),
        chance=chance,
    )


def _score(found: Known) -> Floats:
    """The mean z of an area and its neighbours, over the deviation that chance would give.

    It is 0 for an area that borders all others.
    """
    areas, size = len(found.z), found.neighbours.counts + 1
    mean = (found.z + found.lag * (size - 1)) / size
    deviation = np.sqrt((areas / size - 1) / areas)  # of z over n − 1
    return np.divide(mean, deviation, out=np.zeros(areas), where=deviation > 0)
