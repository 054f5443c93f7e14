"""What chance does: permutations, and how often they do as much as what was found."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geodata.core.threads import spread
from geodata.neighbours import Floats, Ints
from geodata.spatial.errors import StatisticError
from geodata.spatial.known import Known

PERMUTATIONS = 999
MANY = 9_999  # for one p-value per area: false findings are held by the lowest of them
LEVEL = 0.05
SEEDS = 2**63


@dataclass(frozen=True)
class Chance:
    """How chance is asked.

    Attributes:
        permutations: how often values change places.
        seed: which random numbers, from 0; the same seed gives the same result, on any
            number of threads.
        level: the share of false findings that is accepted among the significant areas.

    Raises:
        StatisticError: a level outside 0 to 1, a seed below 0, or so few permutations that no
            p-value can be as low as the level.
    """

    permutations: int = PERMUTATIONS
    seed: int = 0
    level: float = LEVEL

    def __post_init__(self) -> None:
        if problems := self._problems():
            message = "Chance cannot be asked this."
            hint = "The usual is 999 permutations or more, level 0.05 and any seed."
            raise StatisticError(message, problems, hint)

    @property
    def least(self) -> float:
        """The lowest p-value there is with so many permutations."""
        return min(1.0, 2 / (max(self.permutations, 0) + 1))

    def _problems(self) -> list[str]:
        checks = {
            f"{self.permutations} permutations are too few: p would be {self.least:g} or more": (
                self.least > self.level
            ),
            f"the level is {self.level:g}; it lies between 0 and 1": not 0 < self.level < 1,
            f"the seed is {self.seed}; it is a whole number from 0": not 0 <= self.seed < SEEDS,
        }
        return [problem for problem, wrong in checks.items() if wrong]


def two_sided(above: Ints, below: Ints, permutations: int) -> Floats:
    """``min(1, 2 · min(p≥, p≤))`` with ``p = (M + 1) ÷ (B + 1)``.

    Args:
        above: in how many permutations chance was as high, or higher (m,).
        below: in how many it was as low, or lower (m,).
        permutations: how many there were (B).

    Returns:
        p-values (m,), from 2 ÷ (B + 1) to 1.

    Source: formula F44; the count of what was found itself after Davison and Hinkley (1997),
    Bootstrap Methods and their Application, section 4.
    """
    p: Floats = np.minimum(1.0, 2.0 * (np.minimum(above, below) + 1.0) / (permutations + 1.0))
    return p


def conditional_p(found: Known, own: Floats, chance: Chance) -> Floats:
    """The p-value of own · Σ(neighbours) of each area, when all others change places.

    Random numbers belong to an area by the place of its code among the known ones.

    Args:
        found: the areas with a value (m).
        own: what the sum over the neighbours is multiplied with (m,).
        chance: how chance is asked.

    Returns:
        Two-sided p-values (m,); 1 for an area without neighbours.

    Source: formula F44; Anselin (1995), Local indicators of spatial association,
    Geographical Analysis 27(2).
    """
    from geodata.core.permutation import local_extremes  # noqa: PLC0415

    around = found.neighbours
    above, below = np.empty((2, len(own)), np.int64)

    def count(rows: slice) -> None:
        local_extremes(
            found.z,
            own,
            around.indptr,
            around.indices,
            chance.seed,
            chance.permutations,
            rows.start,
            above[rows],
            below[rows],
        )

    spread(count, len(own))
    return two_sided(above, below, chance.permutations)
