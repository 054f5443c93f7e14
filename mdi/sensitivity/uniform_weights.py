"""Weights between bounds: everywhere as likely."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field, FiniteFloat

from mdi.fitted import Floats
from mdi.sensitivity.varying import VaryingWeights


class UniformWeights(VaryingWeights):
    """Each weight lies between (1 − f) and (1 + f) times its own; divided by their sum after that.

    Attributes:
        within: f, how far a weight may be from the declared one, as a part of it.

    Source: formula F27; the noise of COINr, here made to sum to 1.
    """

    by: Literal["uniform_weights"] = "uniform_weights"
    within: FiniteFloat = Field(default=0.25, gt=0, lt=1)

    def weights(self, shares: Floats, numbers: Floats) -> Floats:
        """See `VaryingWeights.weights`."""
        drawn = shares * (1 - self.within + 2 * self.within * numbers)
        return np.asarray(drawn / drawn.sum(axis=1, keepdims=True))
