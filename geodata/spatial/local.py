"""Local Moran: which areas resemble their neighbours, and which stand out among them."""

from __future__ import annotations

from geodata.neighbours import Floats, Neighbours
from geodata.spatial.chance import LEVEL, MANY, Chance, conditional_p
from geodata.spatial.known import known
from geodata.spatial.result import LocalStatistic


def local_moran(
    values: Floats,
    neighbours: Neighbours,
    *,
    permutations: int = MANY,
    seed: int = 0,
    level: float = LEVEL,
) -> LocalStatistic:
    """``I = z · Σ w z`` of each area: hot spots, cold spots and pockets.

    z is standardised with the deviation over n − 1, as in esda; w are equal and 1 together.
    Random numbers belong to codes, so another order of the areas changes nothing.

    Args:
        values: numbers (n,), NaN where missing; high is deprived.
        neighbours: who is whose neighbour (n).
        permutations: how often the other areas change places. With 999 and thousands of
            areas the lowest p there is, 0.002, is often not low enough for any to be significant.
        seed: which random numbers, from 0.
        level: the share of false findings that is accepted among the significant areas.

    Returns:
        `own` is z and `around` the mean z of the neighbours.

    Raises:
        StatisticError: infinite values, fewer than three, all equal, no neighbours; or chance
            cannot be asked this.

    Source: formula F44; Anselin (1995), Local indicators of spatial association,
    Geographical Analysis 27(2).
    """
    chance = Chance(permutations, seed, level)
    found = known(values, neighbours)
    return LocalStatistic(
        name="local Moran",
        codes=found.codes,
        statistic=found.linked(found.z * found.lag),
        own=found.everywhere(found.z),
        around=found.linked(found.lag),
        p=found.linked(conditional_p(found, found.z, chance)),
        chance=chance,
    )
