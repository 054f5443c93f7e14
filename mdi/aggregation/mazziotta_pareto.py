"""The Mazziotta–Pareto index (F19)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from mdi.aggregation.penalised import Penalised, middle, ordered, width
from mdi.aggregation.rule import Bounds, Rule
from mdi.fitted import Bools, Floats

SPREAD = 10.0  # points of one standard deviation


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
        known = [ordered(row, reference) for row in rows]
        return Penalised(
            origins=[middle(values) for values in known],
            units=[float(np.std(values)) if width(values) else 0.0 for values in known],
            width=SPREAD,
        )
