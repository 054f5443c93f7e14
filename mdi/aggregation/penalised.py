"""A mean that is raised where the children are out of balance (F19)."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import FiniteFloat

from mdi.aggregation.rule import FittedRule, refuse
from mdi.fitted import Bools, Floats, Ints, Numbers

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


def ordered(row: Floats, reference: Bools) -> Floats:
    """The observed points of the reference; in order, so that sums do not depend on it."""
    return np.sort(row[reference & ~np.isnan(row)])


def middle(known: Floats) -> float:
    """The mean of sorted points; a child without any has the origin 0."""
    return float(np.mean(known)) if width(known) else float(known[:1].sum())


def width(known: Floats) -> float:
    """From the first of sorted points to the last."""
    return float(known[-1] - known[0]) if known.size else 0.0
