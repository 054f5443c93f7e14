"""CRITIC weights: contrast within a child times conflict with the others."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from mdi.declaration import Declaration
from mdi.errors import ComputationError
from mdi.fitted import Bools, Floats
from mdi.weighting.child_weights import ChildWeights, shares
from mdi.weighting.complete import (
    area_flags,
    complete,
    correlations,
    covariances,
    require_children,
    unit_rows,
)
from mdi.weighting.entropy import constant_flags, require_variety

SMALLEST_CONFLICT = 1e-9  # below this, 1 − r is rounding


class Critic(Declaration):
    """Weights by contrast and conflict.

    C_j = σ_j Σ_k (1 − r_jk) and a = C ÷ ΣC, with the sample standard deviation σ of the
    points from 0 (lowest) to 1 (highest) and r their correlation. A child of which all
    areas are equal gets weight 0.

    It takes weight from children that agree, although agreement may mean that they
    measure the same thing well: a diagnostic, no default.

    Source: Diakoulaki, Mavrotas and Papayannakis (1995), Determining objective weights in
    multiple criteria problems: the CRITIC method, Computers & Operations Research 22.
    """

    least: ClassVar[int] = 2
    by: Literal["critic"] = "critic"

    def fit(self, rows: Floats, declared: Floats, reference: Bools) -> ChildWeights:
        """Weights of (k, n) rows on the (n,) reference.

        Raises:
            ComputationError: a single child, children that do not differ between areas, or
                children that all tell exactly the same.
        """
        del declared
        require_children(len(rows), self.least, "CRITIC", "it compares children with each other")
        points = complete(rows, reference)
        varying = require_variety(points, "CRITIC")
        raw = np.zeros(len(rows))
        raw[varying] = _contrast_and_conflict(points[varying])
        flags = area_flags(points) + constant_flags(varying)
        return ChildWeights(weights=shares(raw, "CRITIC"), flags=flags)


def _contrast_and_conflict(points: Floats) -> Floats:
    """C of every child."""
    conflict = (1.0 - correlations(points)).sum(axis=1)
    if conflict.max() < SMALLEST_CONFLICT:
        raise ComputationError(
            "CRITIC finds no two children that differ from each other: they all put the "
            "areas at the same distances.",
            hint="leave the doubled child out, or choose declared or equal weights",
        )
    return np.asarray(np.sqrt(np.diag(covariances(unit_rows(points)))) * conflict)
