"""Equal weights."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from mdi.declaration import Declaration
from mdi.fitted import Bools, Floats
from mdi.weighting.child_weights import ChildWeights


class Equal(Declaration):
    """The same weight for every child."""

    least: ClassVar[int] = 1
    by: Literal["equal"] = "equal"

    def fit(self, rows: Floats, declared: Floats, reference: Bools) -> ChildWeights:
        """1 ÷ k for each of the (k,) children, whatever the rows and the reference are."""
        del rows, reference
        return ChildWeights(weights=np.full(declared.size, 1.0 / declared.size))
