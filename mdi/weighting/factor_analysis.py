"""Weights by what the children have in common."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from mdi.declaration import Declaration
from mdi.fitted import Bools, Floats
from mdi.weighting.child_weights import ChildWeights, negative_flags, shares
from mdi.weighting.complete import (
    area_flags,
    complete,
    correlations,
    require_areas,
    require_children,
)
from mdi.weighting.one_factor import LOWEST_UNIQUENESS, OneFactor, one_factor


class FactorAnalysis(Declaration):
    """One common factor by maximum likelihood, and weights from its loadings λ.

    `loadings`: a = λ ÷ Σλ, as in England; every child that goes with the factor counts.
    `regression`: a = R⁻¹λ ÷ 1'R⁻¹λ, as in Scotland; the best guess of the factor, which
    leans on the child with the highest loading. `bartlett`: a = Ψ⁻¹λ ÷ 1'Ψ⁻¹λ; the unbiased
    guess, which with one factor has the same weights as `regression` where the model
    fits exactly.

    Source: formulas F12 and F13 (a), (b), (d); English Indices of Deprivation (Health,
    Crime), Scottish Index of Multiple Deprivation (Health, Education).

    Attributes:
        weights: which weights are made of the loadings.
    """

    least: ClassVar[int] = 3
    by: Literal["factor_analysis"] = "factor_analysis"
    weights: Literal["loadings", "regression", "bartlett"] = "loadings"

    def fit(self, rows: Floats, declared: Floats, reference: Bools) -> ChildWeights:
        """Weights of (k, n) rows on the (n,) reference.

        Raises:
            ComputationError: fewer than three children, too few complete areas, a constant
                child, a child that follows from others, children with nothing in common, or
                weights that cancel out.
        """
        del declared
        reason = "with two, one correlation cannot tell two loadings (they are not identified)"
        require_children(len(rows), self.least, "Factor analysis", reason)
        points = complete(rows, reference)
        require_areas(points, "Factor analysis")
        among = correlations(points)
        factor = one_factor(among)
        weights = shares(self._raw(factor, among), "Factor analysis")
        flags = area_flags(points) + _heywood_flags(factor) + negative_flags(weights)
        return ChildWeights(weights=weights, flags=flags)

    def _raw(self, factor: OneFactor, among: Floats) -> Floats:
        """Weights before they are made to sum to 1."""
        if self.weights == "regression":
            return np.asarray(np.linalg.solve(among, factor.loadings))
        if self.weights == "bartlett":
            return np.asarray(factor.loadings / factor.uniquenesses)
        return factor.loadings


def _heywood_flags(factor: OneFactor) -> tuple[str, ...]:
    return tuple(
        f"Heywood case: child {child + 1} is the factor itself, its uniqueness stands at its "
        f"bound of {LOWEST_UNIQUENESS}."
        for child in np.flatnonzero(factor.heywood).tolist()
    )
