"""From raw figures to points where more is worse.

Every rule is a small frozen model with a `by`; the union at the end is the registry.
Direction is handled here and nowhere else. A rule is fitted on the reference: areas
outside it get no points and influence nobody.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from threading import Lock
from typing import Annotated, Literal

import numpy as np
from cachetools import LRUCache, cached
from numpy.typing import NDArray
from pydantic import Field, FiniteFloat, model_validator

from mdi.declaration import Declaration

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

Line = tuple[float, float, float, float]

LONGEST_TABLE = 100_000  # areas
KEPT_BYTES = 64 << 20  # of tables that depend on the number of areas alone


class Rule(Declaration, ABC):
    """What all normalisations share."""

    def bounds(self) -> tuple[float, float] | None:
        """The lowest and highest points that can be given, or none."""
        return None

    @abstractmethod
    def apply(self, values: Floats, sign: float, reference: Bools, points: Floats) -> None:
        """Fit on the reference and write its points; the others get NaN.

        Args:
            values: (n,) raw figures in the unit of the indicator, finite or NaN.
            sign: +1 where a higher figure is worse, −1 where it is better.
            reference: (n,) the areas that count.
            points: (n,) is filled; more is worse.
        """

    def apply_rows(self, values: Floats, signs: Floats, reference: Bools, points: Floats) -> None:
        """`apply` to every row of (k, n) values with the (k,) signs."""
        for row in range(len(signs)):
            self.apply(values[row], signs[row], reference, points[row])


class RankRule(Rule):
    """A rule whose points follow from the rank alone; ties get their average rank."""

    @abstractmethod
    def points_of(self, rank: Floats, count: int) -> Floats:
        """Points of ascending ranks (1 is the best off) among so many areas."""

    def apply(self, values: Floats, sign: float, reference: Bools, points: Floats) -> None:
        """See `Rule.apply`."""
        rows = values[np.newaxis], np.array([sign]), reference, points[np.newaxis]
        self.apply_rows(*rows)

    def apply_rows(self, values: Floats, signs: Floats, reference: Bools, points: Floats) -> None:
        """See `Rule.apply_rows`; rows with as many values share a table and one call."""
        from mdi.core.ranking import count_valid_rows, points_by_rank_rows  # noqa: PLC0415

        counts = count_valid_rows(values, reference)
        for count in np.unique(counts).tolist():
            rows = np.flatnonzero(counts == count)
            if count <= LONGEST_TABLE:
                table = _table(self, count)
                points_by_rank_rows(values, signs, reference, rows, table, points)
                continue
            for row in rows.tolist():
                self._apply_long(values[row], signs[row], reference, points[row])

    def _apply_long(self, values: Floats, sign: float, reference: Bools, points: Floats) -> None:
        """`apply` for so many areas that a table of all ranks costs more than it saves."""
        from mdi.core.ranking import points_by_group, tie_groups  # noqa: PLC0415

        group = np.empty(values.size, np.int32)
        ranks = tie_groups(values, sign, reference, group)
        points_by_group(group, self.points_of(ranks, int((group >= 0).sum())), points)


class NormalScore(RankRule):
    """Standard normal score of the rank: Φ⁻¹(ρ ÷ (n + 1)).

    Source: formula F10; the Scottish `normalScores` and the English Index of Multiple
    Deprivation use the same.
    """

    by: Literal["normal_score"] = "normal_score"

    def points_of(self, rank: Floats, count: int) -> Floats:
        """See `RankRule.points_of`; mirrored ranks give exactly mirrored scores."""
        from scipy.special import ndtri  # noqa: PLC0415

        lower = np.minimum(rank, count + 1 - rank)
        return np.asarray(np.copysign(ndtri(lower / (count + 1)), 2 * rank - count - 1))


class ExponentialRank(RankRule):
    """Exponential transformation of the rank, from just above 0 to 100.

    X = −c · ln{1 − R (1 − e^(−100/c))} with R = ρ ÷ n, ρ the ascending average-tied rank.
    With c = 23 about a tenth of the areas have more than 50 points, so that a low rank in
    one domain hardly cancels a high one in another.

    Source: formula F14 (i); English Index of Multiple Deprivation.
    """

    by: Literal["exponential_rank"] = "exponential_rank"
    c: FiniteFloat = Field(default=23.0, ge=1, le=1e6)

    def bounds(self) -> tuple[float, float]:
        """From 0 to 100."""
        return 0.0, 100.0

    def points_of(self, rank: Floats, count: int) -> Floats:
        """See `RankRule.points_of`."""
        share, lowest = rank / count, np.exp(-100.0 / self.c)
        with np.errstate(divide="ignore"):  # the highest rank of a small c is set below
            low = np.log1p(share * np.expm1(-100.0 / self.c))
            high = np.log((count - rank) / count + share * lowest)
        points = -self.c * np.where(share < 0.5, low, high)  # each is exact in its half
        return np.where(rank == count, 100.0, points)


class LinearRule(Rule):
    """A rule that draws a straight line through two numbers of the reference."""

    @abstractmethod
    def line(self, values: Floats, sign: float, reference: Bools) -> Line:
        """Origin, unit, scale, start: points are start + scale · (value − origin) ÷ unit."""

    def apply(self, values: Floats, sign: float, reference: Bools, points: Floats) -> None:
        """See `Rule.apply`."""
        from mdi.core.linear import line  # noqa: PLC0415

        line(values, *self.line(values, sign, reference), points)
        points[~reference] = np.nan


class ZScore(LinearRule):
    """Distance from the mean in sample standard deviations (n − 1); 0 where all are equal.

    Source: formula F16.
    """

    by: Literal["zscore"] = "zscore"

    def line(self, values: Floats, sign: float, reference: Bools) -> Line:
        """See `LinearRule.line`."""
        from mdi.core.linear import moments  # noqa: PLC0415

        mean, deviation, low, high = moments(values, reference)
        return mean, deviation if high > low else np.inf, sign, 0.0


class MinMax(LinearRule):
    """Best figure of the reference → floor, worst → ceiling; the middle where all are equal.

    Source: formula F16.
    """

    by: Literal["minmax"] = "minmax"
    floor: FiniteFloat = 0.0
    ceiling: FiniteFloat = 100.0

    @model_validator(mode="after")
    def _upright(self) -> MinMax:
        if not self.floor < self.ceiling:
            message = "the floor is below the ceiling"
            raise ValueError(message)
        return self

    def bounds(self) -> tuple[float, float]:
        """From the floor to the ceiling."""
        return self.floor, self.ceiling

    def line(self, values: Floats, sign: float, reference: Bools) -> Line:
        """See `LinearRule.line`."""
        from mdi.core.linear import moments  # noqa: PLC0415

        _, _, low, high = moments(values, reference)
        if not high > low:
            return low, np.inf, 1.0, (self.floor + self.ceiling) / 2
        best = low if sign > 0 else high
        return best, high - low, sign * (self.ceiling - self.floor), self.floor


Normalisation = Annotated[
    NormalScore | ExponentialRank | ZScore | MinMax, Field(discriminator="by")
]


@cached(LRUCache(KEPT_BYTES, getsizeof=lambda table: table.nbytes), lock=Lock())
def _table(rule: RankRule, count: int) -> Floats:
    """Points of the ranks 1, 1½, 2, … count."""
    return rule.points_of(np.arange(2, 2 * count + 1) / 2.0, count) if count else np.empty(0)
