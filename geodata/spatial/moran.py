"""Global Moran: do neighbours resemble each other."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np

from geodata.core.threads import spread
from geodata.neighbours import Floats, Neighbours
from geodata.spatial.chance import PERMUTATIONS, Chance, two_sided
from geodata.spatial.known import Known, known
from geodata.spatial.rates import standardised_rates

if TYPE_CHECKING:
    import pandas as pd

TIE = 1e-9  # what two orders of adding may differ by


@dataclass(frozen=True)
class Moran:
    """How much neighbours resemble each other.

    Attributes:
        statistic: Moran's I: above `expected` neighbours are alike, below it they differ.
        expected: what chance gives, ``−1 ÷ (areas − 1)``.
        score: how many standard deviations of the permutations it is from their mean.
        p: two-sided p-value of the permutations.
        areas: how many areas have a value.
        linked: how many of these have neighbours with a value.
        permutations: how many there were.
        seed: which random numbers.
    """

    statistic: float
    expected: float
    score: float
    p: float
    areas: int
    linked: int
    permutations: int
    seed: int

    def to_frame(self) -> pd.DataFrame:
        """One row, with a column for each attribute."""
        import pandas as pd  # noqa: PLC0415

        return pd.DataFrame([asdict(self)])


def moran(
    values: Floats, neighbours: Neighbours, *, permutations: int = PERMUTATIONS, seed: int = 0
) -> Moran:
    """Moran's I of values.

    Args:
        values: numbers (n,), NaN where missing.
        neighbours: who is whose neighbour (n).
        permutations: how often all areas change places.
        seed: which random numbers, from 0.

    Raises:
        StatisticError: infinite values, fewer than three, all equal, no neighbours; or chance
            cannot be asked this.

    Source: formula F43; Moran (1950), Notes on continuous stochastic phenomena,
    Biometrika 37; Cliff and Ord (1981), Spatial Processes.
    """
    chance = Chance(permutations, seed)
    found = known(values, neighbours)
    linked = int((found.neighbours.counts > 0).sum())
    areas = len(found.z)
    scale = areas / (linked * float(found.z @ found.z))
    statistic = scale * float(found.z @ found.lag)
    drawn = scale * _permuted(found, chance)
    above, below = (drawn >= statistic - TIE).sum(), (drawn <= statistic + TIE).sum()
    return Moran(
        statistic=statistic,
        expected=-1 / (areas - 1),
        score=_score(statistic, drawn),
        p=float(two_sided(above, below, permutations)),
        areas=areas,
        linked=linked,
        permutations=permutations,
        seed=seed,
    )


def moran_of_rates(
    events: Floats,
    population: Floats,
    neighbours: Neighbours,
    *,
    permutations: int = PERMUTATIONS,
    seed: int = 0,
) -> Moran:
    """Moran's I of rates whose precision differs from area to area.

    Args:
        events: counts (n,), NaN where missing.
        population: those among whom they were counted (n,), NaN where missing.
        neighbours: who is whose neighbour (n).
        permutations: how often all areas change places.
        seed: which random numbers, from 0.

    Raises:
        StatisticError: as in `moran` and `standardised_rates`.

    Source: formula F43; Assunção and Reis (1999), A new proposal to adjust Moran's I for
    population density, Statistics in Medicine 18.
    """
    rates = standardised_rates(events, population)
    return moran(rates, neighbours, permutations=permutations, seed=seed)


def _permuted(found: Known, chance: Chance) -> Floats:
    """Σ z · lag after each permutation of all areas (b,)."""
    from geodata.core.permutation import permuted_products  # noqa: PLC0415

    around, sums = found.neighbours, np.empty(chance.permutations)

    def draw(rows: slice) -> None:
        permuted_products(
            found.z, around.indptr, around.indices, chance.seed, rows.start, sums[rows]
        )

    spread(draw, len(sums))
    return sums


def _score(statistic: float, drawn: Floats) -> float:
    """Standard deviations from the mean of what was drawn; NaN where all draws are the same."""
    deviation = float(drawn.std(ddof=1))
    return (statistic - float(drawn.mean())) / deviation if deviation > TIE else float("nan")
