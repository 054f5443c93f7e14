"""Mazziotta–Pareto: a mean that is raised where the children are out of balance (F19)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from pydantic import FiniteFloat, model_validator

from mdi.aggregation.rule import Bounds, FittedRule, Rule, hull, refuse
from mdi.fitted import Bools, Floats, Ints, Numbers

MIDDLE = 100.0  # points of the origin of each child
SPREAD = 10.0  # points of one standard deviation (MPI)
RANGE = 60.0  # points between the goalposts (AMPI)
HINT = "Treat the outliers of the children, or choose another aggregation."


class Penalised(FittedRule):
    """z = 100 + width·(x − origin) ÷ unit of each child, combined as M + S² ÷ M.

    M is the mean by weight of z over the observed children, S their standard deviation
    by weight; S²/M is the penalty S·cv. A unit of 0 gives 100: a child that does not
    tell the areas of the reference apart does not tell any apart.

    Attributes:
        origins: (k,) the point of each child that becomes 100.
        units: (k,) how much of each child makes up the width.
        width: points of one unit.
    """

    by: Literal["penalised"] = "penalised"
    origins: Numbers
    units: Numbers
    width: FiniteFloat

    def apply(self, points: Floats, children: Ints, weights: Floats, scores: Floats) -> None:
        """See `FittedRule.apply`; not defined where the mean M is not above 0."""
        from mdi.core.penalty import penalised_mean, standardise  # noqa: PLC0415

        z = np.empty((len(children), scores.size))
        for k, child in enumerate(children):
            standardise(points[child], self.origins[k], self.units[k], self.width, z[k])
        refused = penalised_mean(z, weights, scores)
        found = "standardised children whose mean is not above 0"
        refuse(refused, "The Mazziotta–Pareto index", found, HINT)


class MazziottaPareto(Rule):
    """MPI: z = 100 + 10·(x − mean) ÷ sd over the reference; M + S·cv as more is worse.

    Both standard deviations are those of a population (÷ n, ÷ k), as in the articles.
    Weights enter as the mean and standard deviation by weight; equal weights give the
    index as first published.

    With weights, M + S²/M = Σ w·z² ÷ Σ w·z. So the score rises with a child as long as
    that child's z is at least half of the score, and falls with it below that: the
    penalty for the unbalance then weighs more than the child. This takes a child about
    five standard deviations below the mean.

    Source: formula F19; De Muro, Mazziotta and Pareto (2011), Social Indicators Research
    104; Mazziotta and Pareto (2022), Rivista Italiana di Economia, Demografia e
    Statistica, for the weights.
    """

    by: Literal["mazziotta_pareto"] = "mazziotta_pareto"

    def bounds(self, children: Sequence[Bounds | None]) -> None:  # noqa: ARG002
        """None: a standardised child has no bounds."""
        return

    def fit(self, rows: Floats, weights: Floats, reference: Bools) -> Penalised:  # noqa: ARG002
        """See `Rule.fit`; learns the mean and standard deviation of each child."""
        known = [_sorted(row, reference) for row in rows]
        return Penalised(
            origins=[_mean(values) for values in known],
            units=[float(np.std(values)) if _width(values) else 0.0 for values in known],
            width=SPREAD,
        )


class AdjustedMazziottaPareto(Rule):
    """AMPI: z = 60·(x − lo) ÷ (hi − lo) + 70 between goalposts; M + S·S/M as more is worse.

    The goalposts are ref ± Δ, with Δ half of the range of the child in the reference
    and ref its mean, so that the mean becomes 100. A `reference_value` replaces the mean;
    `goalposts` (lo, hi) replace both. They hold for all children, which then are on one
    scale. Values outside the goalposts are not cut off.

    Weights and standard deviation are as in `MazziottaPareto`, and so is the condition
    under which the score rises with a child: its z is at least half of the score. It
    holds wherever all z lie between 70 and 130.

    Source: formula F19; Mazziotta and Pareto (2016), Social Indicators Research 127.
    """

    by: Literal["adjusted_mazziotta_pareto"] = "adjusted_mazziotta_pareto"
    goalposts: tuple[FiniteFloat, FiniteFloat] | None = None
    reference_value: FiniteFloat | None = None

    @model_validator(mode="after")
    def _one_origin(self) -> AdjustedMazziottaPareto:
        if self.goalposts is None:
            return self
        if self.reference_value is not None:
            message = "either goalposts or a reference value; goalposts fix both"
            raise ValueError(message)
        if not self.goalposts[0] < self.goalposts[1]:
            message = "the first goalpost is below the second"
            raise ValueError(message)
        return self

    def bounds(self, children: Sequence[Bounds | None]) -> Bounds | None:
        """Those of z where the goalposts are declared and all z are above 0."""
        known = hull(children)
        if known is None or self.goalposts is None:
            return None
        low, high = self.goalposts
        z = [MIDDLE + RANGE * (x - (low + high) / 2) / (high - low) for x in known]
        return (z[0], z[1]) if z[0] > 0 else None

    def fit(self, rows: Floats, weights: Floats, reference: Bools) -> Penalised:  # noqa: ARG002
        """See `Rule.fit`; learns the goalposts of each child, if they are not declared."""
        lines = [self._line(_sorted(row, reference)) for row in rows]
        return Penalised(
            origins=[origin for origin, _ in lines],
            units=[unit for _, unit in lines],
            width=RANGE,
        )

    def _line(self, known: Floats) -> tuple[float, float]:
        """The middle between the goalposts of a child, and how far they are apart."""
        if self.goalposts is not None:
            low, high = self.goalposts
            return (low + high) / 2, high - low
        origin = _mean(known) if self.reference_value is None else self.reference_value
        return origin, _width(known)


def _sorted(row: Floats, reference: Bools) -> Floats:
    """The observed points of the reference; in order, so that sums do not depend on it."""
    return np.sort(row[reference & ~np.isnan(row)])


def _mean(known: Floats) -> float:
    """The mean of sorted points; a child without any has the origin 0."""
    return float(np.mean(known)) if _width(known) else float(known[:1].sum())


def _width(known: Floats) -> float:
    """From the first of sorted points to the last."""
    return float(known[-1] - known[0]) if known.size else 0.0
