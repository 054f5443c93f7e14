"""Figures of larger areas from those in them: counts are added, rates are never averaged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mdi.fitted import Bools, Floats
from mdi.membership import Membership
from mdi.rates import Counts
from mdi.status import CellStatus

ROUNDING = 1e-12  # sums of the same parts in another order


@dataclass(frozen=True, slots=True, eq=False)
class Pooled:
    """One indicator of the g larger areas.

    Attributes:
        values: (g,) figures, NaN where there is none.
        status: (g,) a `CellStatus` for each.
        covered: (g,) the share of the inhabitants whose figures went into it.
        counts: the pooled counts, where counts were pooled.
    """

    values: Floats
    status: NDArray[np.uint8]
    covered: Floats
    counts: Counts | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Pools one indicator after the other.

    Attributes:
        members: which areas go where.
        population: (n,) inhabitants, NaN where unknown.
        least_covered: a figure that is about a smaller share of the inhabitants is missing.
    """

    members: Membership
    population: Floats
    least_covered: float

    def counts(
        self, counts: Counts, measure: str, status: NDArray[np.uint8], covered: Floats | None
    ) -> Pooled:
        """Σ numerator ÷ Σ denominator over the areas of which both are known.

        Where a figure does not apply there is nothing to add, and nothing is missing.

        Source: formula F1; rates are aggregated by adding their counts.

        Args:
            counts: (n,) counts of the areas.
            measure: share, rate, mean or score.
            status: (n,) statuses of the figures of the areas.
            covered: (n,) the share of the inhabitants that the counts are about, where they
                were pooled before.
        """
        none = (status == CellStatus.NOT_APPLICABLE) & ~counts.known
        here = counts.known | none
        over, under = (
            self._sum(np.where(none, 0.0, x), here) for x in (counts.numerator, counts.denominator)
        )
        pooled = Counts(over, under)
        share = self._share(here, covered)
        guessed = self.members.total(here & (status == CellStatus.ESTIMATED)) > 0
        values, statuses = self._shown(pooled.rate(measure), share, guessed)
        enough = share >= self.least_covered - ROUNDING
        statuses[(under == 0) & enough] = CellStatus.NOT_APPLICABLE
        return Pooled(values, statuses, share, pooled)

    def means(self, figures: Floats, covered: Floats | None) -> Pooled:
        """The mean of figures by inhabitants: an estimate, for want of counts.

        Args:
            figures: (n,) figures of the areas.
            covered: (n,) the share of the inhabitants that they are about, where they were
                pooled before.
        """
        here = ~(np.isnan(figures) | np.isnan(self.population))
        with np.errstate(divide="ignore", invalid="ignore"):
            means = self._sum(figures * self.population, here) / self._sum(self.population, here)
        share = self._share(here, covered)
        values, statuses = self._shown(means, share, np.ones(means.size, np.bool_))
        return Pooled(values, statuses, share)

    def _sum(self, values: Floats, here: Bools) -> Floats:
        """(g,) sums over the members that are here; NaN where none is."""
        total = self.members.total(np.where(here, values, 0.0))
        return np.where(self.members.total(here * 1.0) > 0, total, np.nan)

    def _share(self, here: Bools, covered: Floats | None) -> Floats:
        """(g,) the share that is here: of inhabitants, or of areas where those are unknown."""
        own = here * (1.0 if covered is None else covered)
        unknown = np.isnan(self.population)
        people = np.where(unknown, 0.0, self.population)
        all_people, areas = self.members.total(people), self.members.total(np.ones(here.size))
        by_area = (self.members.total(unknown * 1.0) > 0) | (all_people == 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            of_people = self.members.total(people * own) / all_people
            share = np.where(by_area, self.members.total(own) / areas, of_people)
        share[share > 1 - ROUNDING] = 1.0
        return np.nan_to_num(share)

    def _shown(
        self, values: Floats, share: Floats, guessed: Bools
    ) -> tuple[Floats, NDArray[np.uint8]]:
        """The figures that are about enough inhabitants, and their statuses."""
        status = np.full(values.size, CellStatus.OBSERVED, np.uint8)
        status[guessed | (share < 1)] = CellStatus.ESTIMATED
        thin = (share < self.least_covered - ROUNDING) | np.isnan(values)
        status[thin] = CellStatus.MISSING
        return np.where(thin, np.nan, values), status
