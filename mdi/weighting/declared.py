"""The weights as declared."""

from __future__ import annotations

from typing import ClassVar, Literal

from mdi.declaration import Declaration
from mdi.fitted import Bools, Floats
from mdi.weighting.child_weights import ChildWeights


class Declared(Declaration):
    """The weights that people have agreed on, as they are declared."""

    least: ClassVar[int] = 1
    by: Literal["declared"] = "declared"

    def fit(self, rows: Floats, declared: Floats, reference: Bools) -> ChildWeights:
        """The (k,) declared weights, whatever the (k, n) rows and the (n,) reference are."""
        del rows, reference
        return ChildWeights(weights=declared.copy())
