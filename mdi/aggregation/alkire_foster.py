"""Alkire–Foster: on how much of the weight is an area deprived (F20)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from pydantic import Field, FiniteFloat

from mdi.aggregation.rule import Bounds, Formula
from mdi.fitted import Floats, Ints

ROUNDING = 1e-9  # shares that are equal on paper


class AlkireFoster(Formula):
    """100 × the share of the weight on which an area is deprived, if that makes it poor.

    A child counts as deprived above the cutoff; an area counts as poor if the deprived
    share of its observed weight is at least k, and gets 0 otherwise. The mean over the
    areas is 100 × the adjusted headcount M0.

    Source: formula F20; Alkire and Foster (2011), Journal of Public Economics 95.

    Attributes:
        cutoff: points above it are deprived, the same for all children.
        k: the least share of the weight for an area to count as poor.
    """

    by: Literal["alkire_foster"] = "alkire_foster"
    cutoff: FiniteFloat
    k: FiniteFloat = Field(gt=0, le=1)

    def bounds(self, children: Sequence[Bounds | None]) -> Bounds:  # noqa: ARG002
        """From 0 to 100."""
        return 0.0, 100.0

    def apply(self, points: Floats, children: Ints, weights: Floats, scores: Floats) -> None:
        """See `FittedRule.apply`."""
        from mdi.core.counting import deprived_share  # noqa: PLC0415

        deprived_share(points, children, weights, self.cutoff, scores)
        scores[scores < self.k - ROUNDING] = 0.0
        np.multiply(scores, 100.0, out=scores)
