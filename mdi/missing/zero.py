"""A missing normal score counts as 0: the median area. For reproduction alone."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from mdi.fitted import Bools, Floats
from mdi.missing.policy import Completing, Policy
from mdi.status import Filled


class AtMedian(Completing):
    """Nothing to learn: the median of normal scores is 0."""

    kind: Literal["zero"] = "zero"

    def fill(self, rows: Floats) -> None:
        """See `Completing.fill`."""
        missing = np.isnan(rows)
        rows[missing & ~missing.all(axis=0)] = 0.0


class Zero(Policy):
    """A missing point is 0, which is the median where points are normal scores.

    It pulls an area towards the middle the more of it is missing: of the most deprived
    areas that lose two heavy domains hardly any is found again.

    Source: Scottish Index of Multiple Deprivation (missing normal scores are set to 0).
    """

    by: Literal["zero"] = "zero"
    filled: ClassVar[Filled] = Filled.ZERO
    fills: ClassVar[bool] = True
    centred_only: ClassVar[bool] = True

    def fit(self, rows: Floats, reference: Bools) -> AtMedian:  # noqa: ARG002
        """See `Policy.fit`."""
        return AtMedian()
