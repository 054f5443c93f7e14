"""The expected points of a missing child, given those that are observed."""

from __future__ import annotations

from functools import cache
from typing import ClassVar, Literal

import numpy as np

from mdi.fitted import Bools, Floats, Numbers
from mdi.missing.dependence import correlation, telling
from mdi.missing.policy import Completing, Policy
from mdi.normalisation import NormalScore, RankScale
from mdi.status import Filled

NODES = 21  # of the Gauss–Hermite quadrature


class GaussianCopula(Completing):
    """The distribution of each child, and how their normal scores hang together.

    Attributes:
        scales: for each child the normal scores of its points. A child that the reference
            never has is not filled and says nothing.
        correlation: (k, k) of the normal scores, positive definite.
    """

    kind: Literal["copula"] = "copula"
    scales: tuple[RankScale, ...]
    correlation: Numbers

    def fill(self, rows: Floats) -> None:
        """See `Completing.fill`; a filled point lies within the range of its child."""
        from mdi.core.copula import expected_points  # noqa: PLC0415

        gaps = np.flatnonzero(np.isnan(rows).any(axis=0))
        part = rows.take(gaps, axis=1)
        means, deviations = self.conditional(part)
        for row, mean, deviation, scale in zip(part, means, deviations, self.scales, strict=True):
            if scale.values.size:
                expected_points(mean, deviation, scale.values, *_quadrature(), row)
        rows[:, gaps] = part

    def draw(self, rows: Floats, numbers: Floats) -> None:
        """Fill missing points in place by a draw from N(μ, C), jointly for those of one area.

        Args:
            rows: (k, n) points of the children; NaN where missing.
            numbers: (k, n) standard normal variables; those of observed points are not used.
        """
        from mdi.core.copula import conditional_draw, expected_points  # noqa: PLC0415

        gaps = np.flatnonzero(np.isnan(rows).any(axis=0))
        part = rows.take(gaps, axis=1)
        drawn = np.empty(part.shape)
        conditional_draw(self._scores(part), self.correlation, numbers.take(gaps, axis=1), drawn)
        sure, once = np.zeros(1), np.ones(1)
        for row, score, scale in zip(part, drawn, self.scales, strict=True):
            if scale.values.size:
                expected_points(score, np.zeros(score.size), scale.values, sure, once, row)
        rows[:, gaps] = part

    def _scores(self, rows: Floats) -> Floats:
        """(k, n) normal scores of the points; NaN where missing."""
        scores = np.empty(rows.shape)
        for row, score, scale in zip(rows, scores, self.scales, strict=True):
            scale.apply(row, score)
        return scores

    def conditional(self, rows: Floats) -> tuple[Floats, Floats]:
        """Mean and standard deviation of the normal score of every missing point.

        Args:
            rows: (k, n) points of the children; NaN where missing.

        Returns:
            Two (k, n) arrays; NaN where the point is observed, and in areas where none is.
        """
        from mdi.core.copula import conditional  # noqa: PLC0415

        mean, deviation = np.empty(rows.shape), np.empty(rows.shape)
        conditional(self._scores(rows), self.correlation, mean, deviation)
        return mean, deviation


class Copula(Policy):
    """Gaussian-copula conditional expectation: what areas like this one have.

    z are normal scores of the points and Σ their correlations. Where o is observed and m
    is missing, B = Σ_mo Σ_oo⁻¹, μ = B z_o and C = Σ_mm − B Σ_om. The missing point becomes
    E[X_m] = Σ_q ω_q X_m(Φ(μ + √C_mm h_q)) with 21 Gauss–Hermite nodes h and weights ω, X_m
    the quantile function of the child in the reference. Observed points are not altered.

    Correlations are those of complete areas; with fewer than ten complete areas for each
    child, those of each pair of children, made positive definite.

    Source: formula F24; Gaussian copula.
    """

    by: Literal["copula"] = "copula"
    filled: ClassVar[Filled] = Filled.COPULA
    fills: ClassVar[bool] = True

    def fit(self, rows: Floats, reference: Bools) -> GaussianCopula:
        """See `Policy.fit`."""
        scores, rule = np.empty(rows.shape), NormalScore()
        for row, score in zip(rows, scores, strict=True):
            rule.apply(row, 1.0, reference, score)
        return GaussianCopula(
            scales=tuple(rule.fit(row, 1.0, reference) for row in rows),
            correlation=correlation(scores, telling(rows, reference)),
        )


@cache
def _quadrature() -> tuple[Floats, Floats]:
    """Nodes and weights of the expectation over a standard normal score."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    return nodes, weights / weights.sum()
