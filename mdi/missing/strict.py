"""No score unless every child is there."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from mdi.fitted import Bools, Floats
from mdi.missing.policy import Completing, Policy
from mdi.status import Filled


class Whole(Completing):
    """Nothing to learn: a score that is not whole is taken away."""

    kind: Literal["strict"] = "strict"

    def settle(self, rows: Floats, weights: Floats, scores: Floats) -> None:
        """See `Completing.settle`: NaN where a child with weight is missing."""
        scores[np.isnan(rows[weights > 0]).any(axis=0)] = np.nan


class Strict(Policy):
    """An area that lacks a child with weight has no score."""

    by: Literal["strict"] = "strict"
    filled: ClassVar[Filled] = Filled.NOTHING
    settles: ClassVar[bool] = True

    def fit(self, rows: Floats, reference: Bools) -> Whole:  # noqa: ARG002
        """See `Policy.fit`."""
        return Whole()
