"""Renormalise, then restore the spread that a complete row has."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from mdi.fitted import Bools, Floats, Numbers
from mdi.missing.dependence import centre, correlation, telling
from mdi.missing.policy import Completing, Policy
from mdi.status import Filled


class SpreadRestored(Completing):
    """Where the children lie and how they hang together.

    Attributes:
        mean: (k,) mean of each child.
        covariance: (k, k).
        offered: (k,) whether the reference has the child at all; the others do not count.
    """

    kind: Literal["restored_spread"] = "restored_spread"
    mean: Numbers
    covariance: Numbers
    offered: tuple[bool, ...]

    def settle(self, rows: Floats, weights: Floats, scores: Floats) -> None:
        """See `Completing.settle`; complete areas keep their bits."""
        from mdi.core.spread import restore_spread  # noqa: PLC0415

        counted = np.where(self.offered, weights, 0.0)
        restore_spread(rows, counted, self.mean, self.covariance, scores)


class RestoredSpread(Policy):
    """The renormalised score, moved and stretched to the spread of a complete area.

    A mean over fewer children is more extreme than one over all of them, unless the
    children say the same. With μ and σ of the weighted mean over the observed children
    (o) and over all of them, score' = μ + (score − μ_o) · σ ÷ σ_o. Means and covariances
    are those of complete areas; with fewer than ten complete areas for each child, those
    of each child and each pair. Where the observed children do not vary, σ ÷ σ_o is 1.

    Source: formula F23, with the first two moments of a weighted mean.
    """

    by: Literal["restored_spread"] = "restored_spread"
    filled: ClassVar[Filled] = Filled.SPREAD_RESTORED
    settles: ClassVar[bool] = True
    additive_only: ClassVar[bool] = True
    keeps_bounds: ClassVar[bool] = False

    def fit(self, rows: Floats, reference: Bools) -> SpreadRestored:
        """See `Policy.fit`."""
        among = telling(rows, reference)
        moments = np.array([centre(row, among) for row in rows])
        spread = np.outer(moments[:, 1], moments[:, 1])
        return SpreadRestored(
            mean=moments[:, 0],
            covariance=spread * correlation(rows, among),
            offered=tuple(bool(np.any(~np.isnan(row) & reference)) for row in rows),
        )
