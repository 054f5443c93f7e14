"""Copeland: areas are compared in pairs, and the majority of the weight decides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from mdi.aggregation.rule import Bounds, FittedRule, Rule
from mdi.fitted import Bools, Floats, Ints, Numbers


class Outranking(FittedRule):
    """The areas of a reference, with which any area can be compared.

    Attributes:
        points: (k, m) points of the children of the reference; 0 where missing.
        gaps: where a point is missing, counted along the rows.
    """

    by: Literal["outranking"] = "outranking"
    points: Numbers
    gaps: tuple[int, ...]

    def apply(self, points: Floats, children: Ints, weights: Floats, scores: Floats) -> None:
        """See `FittedRule.apply`."""
        from mdi.core.outranking import outranking  # noqa: PLC0415
        from mdi.core.threads import spread  # noqa: PLC0415

        counts = weights > 0
        shares = weights[counts] / weights.sum() if counts.any() else weights[counts]
        areas = np.ascontiguousarray(points[children[counts]].T)
        reference = np.ascontiguousarray(self._with_gaps()[counts])
        spread(lambda run: outranking(areas[run], reference, shares, scores[run]), scores.size)

    def _with_gaps(self) -> Floats:
        rows = self.points.copy()
        np.put(rows, self.gaps, np.nan)
        return rows


class Copeland(Rule):
    """The share of the reference that an area outranks, from 0 to 100; a tie is a half.

    An area outranks another if the weight of the children in which it has more points is
    above the weight of those in which it has fewer; otherwise it is outranked, or they
    tie. Wins less losses, divided by the number of areas compared with, lies in −1 to 1;
    the score is 50·(1 + that), so that with a single child it is a percentile. An area
    of the reference is compared with itself as well, which is a tie. How much more does
    not matter, so that no child can make up for another.

    A pair is compared on the children that both have. An area that has no child in common
    with any area of the reference stands in the middle, at 50.

    Source: Copeland (1951); OECD and JRC, Handbook on Constructing
    Composite Indicators (2008), non-compensatory aggregation; the R package COINr gives
    wins less losses.
    """

    by: Literal["copeland"] = "copeland"

    def bounds(self, children: Sequence[Bounds | None]) -> Bounds:  # noqa: ARG002
        """From 0 to 100."""
        return 0.0, 100.0

    def fit(self, rows: Floats, weights: Floats, reference: Bools) -> Outranking:  # noqa: ARG002
        """See `Rule.fit`; keeps the points of the reference."""
        kept = rows[:, reference & ~np.isnan(rows).all(axis=0)]
        gaps = np.flatnonzero(np.isnan(kept))
        return Outranking(points=np.nan_to_num(kept), gaps=tuple(gaps.tolist()))
