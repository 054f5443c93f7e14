"""Weights by the first principal component of the correlations."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from mdi.declaration import Declaration
from mdi.errors import ComputationError
from mdi.fitted import Bools, Floats
from mdi.weighting.child_weights import ChildWeights, negative_flags, shares
from mdi.weighting.complete import (
    area_flags,
    complete,
    correlations,
    require_areas,
    require_children,
)

SMALLEST_GAP = 1e-9  # between the first two eigenvalues, for the first to have a direction


class FirstComponent(Declaration):
    """First principal component: a = v₁ ÷ 1'v₁, v₁ the first eigenvector of R.

    R are the correlations of the children's points in the complete areas.

    Source: formula F13 (c); the Area Deprivation Index and the Neighborhood Deprivation
    Index of the United States.
    """

    least: ClassVar[int] = 2
    by: Literal["first_component"] = "first_component"

    def fit(self, rows: Floats, declared: Floats, reference: Bools) -> ChildWeights:
        """Weights of (k, n) rows on the (n,) reference.

        Raises:
            ComputationError: a single child, too few complete areas, a constant child, or
                children without a common direction.
        """
        del declared
        name = "The first component"
        require_children(len(rows), self.least, name, "one child has all the weight")
        points = complete(rows, reference)
        require_areas(points, name)
        sizes, directions = np.linalg.eigh(correlations(points))
        if sizes[-1] - sizes[-2] < SMALLEST_GAP:
            raise ComputationError(
                "There is no first component: two directions explain exactly as much.",
                hint="choose declared or equal weights for this node",
            )
        first = directions[:, -1]
        weights = shares(first * np.copysign(1.0, first.sum()), name)
        return ChildWeights(weights=weights, flags=area_flags(points) + negative_flags(weights))
