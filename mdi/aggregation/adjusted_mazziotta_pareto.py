"""The adjusted Mazziotta–Pareto index, whose goalposts can be kept over the years (F19)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import FiniteFloat, model_validator

from mdi.aggregation.penalised import Penalised, middle, ordered, width
from mdi.aggregation.rule import Bounds, Rule, hull
from mdi.fitted import Bools, Floats

MIDDLE = 100.0  # points of the origin of each child
RANGE = 60.0  # points between the goalposts


class AdjustedMazziottaPareto(Rule):
    """AMPI: z = 60·(x − lo) ÷ (hi − lo) + 70 between goalposts; M + S·S/M as more is worse.

    The goalposts are ref ± Δ, with Δ half of the range of the child in the reference
    and ref its mean, so that the mean becomes 100. A `reference_value` replaces the mean;
    `goalposts` (lo, hi) replace both. They hold for all children, which then are on one
    scale. Values outside the goalposts are not cut off.

    Weights and standard deviation are as in `MazziottaPareto`, and so is the condition
    under which the score rises with a child: its z is at least half of the score. It
    holds wherever all z lie between 70 and 130.

    Attributes:
        goalposts: the lowest and the highest points of a child, instead of those of the
            reference.
        reference_value: the points that become 100, instead of the mean of the reference.

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
            message = "found 'goalposts' and 'reference_value'; expected one of them"
            raise ValueError(message)
        if not self.goalposts[0] < self.goalposts[1]:
            message = "'goalposts' do not go up; expected the first below the second"
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
        lines = [self._line(ordered(row, reference)) for row in rows]
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
        origin = middle(known) if self.reference_value is None else self.reference_value
        return origin, width(known)
