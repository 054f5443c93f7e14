"""Entropy weights: more for a child of which the areas differ more."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from mdi.declaration import Declaration
from mdi.errors import ComputationError
from mdi.fitted import Bools, Floats
from mdi.weighting.child_weights import ChildWeights, shares
from mdi.weighting.complete import area_flags, complete, unit_rows


class Entropy(Declaration):
    """Weights by the information in the spread of each child.

    The points of a child run from 0 (lowest) to 1 (highest) and are divided by their sum,
    q; its entropy is E = −Σ q ln q ÷ ln m over the m complete areas, its weight is
    (1 − E) ÷ Σ (1 − E). A child of which all areas are equal gets weight 0.

    It rewards skewed children, whether they matter or not: a diagnostic, no default.

    Source: Shannon (1948); entropy weights of Zeleny (1982), Multiple Criteria Decision
    Making.
    """

    least: ClassVar[int] = 1
    by: Literal["entropy"] = "entropy"

    def fit(self, rows: Floats, declared: Floats, reference: Bools) -> ChildWeights:
        """Weights of (k, n) rows on the (n,) reference.

        Raises:
            ComputationError: all areas are equal in every child.
        """
        from scipy.special import xlogy  # noqa: PLC0415

        from mdi.core.correlation import totals  # noqa: PLC0415

        del declared
        points = complete(rows, reference)
        varying = require_variety(points, "Entropy")
        parts = unit_rows(points[varying])
        parts = parts / totals(parts)[:, np.newaxis]
        disorder = np.asarray(xlogy(parts, parts), np.float64)
        raw = np.zeros(len(rows))
        raw[varying] = 1 + totals(disorder) / np.log(points.shape[1])
        flags = area_flags(points) + constant_flags(varying)
        return ChildWeights(weights=shares(raw, "Entropy"), flags=flags)


def require_variety(points: Floats, name: str) -> Bools:
    """Which of the (k, m) children differ between areas.

    Raises:
        ComputationError: none does.
    """
    varying = np.ptp(points, axis=1) > 0 if points.shape[1] else np.zeros(len(points), bool)
    if not varying.any():
        raise ComputationError(
            f"{name} finds nothing that differs: all {points.shape[1]} areas with all "
            "children observed are equal in every child.",
            hint="choose declared or equal weights for this node",
        )
    return np.asarray(varying)


def constant_flags(varying: Bools) -> tuple[str, ...]:
    """A sentence for every child of which all areas are equal."""
    return tuple(
        f"Child {child + 1} is equal in all areas and has weight 0."
        for child in np.flatnonzero(~varying).tolist()
    )
