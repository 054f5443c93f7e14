"""Weights around a weight set: a Dirichlet distribution."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field, FiniteFloat

from mdi.core.threads import spread
from mdi.fitted import Floats
from mdi.sensitivity.varying import VaryingWeights

TINY = 1e-300  # a weight of 0 would take away the rank of an area that has that domain alone


class Dirichlet(VaryingWeights):
    """w ~ Dirichlet(κ·w⁰): the mean is the weight set, the standard deviation √(w⁰(1−w⁰)/(κ+1)).

    Attributes:
        concentration: κ; the higher, the closer the draws are to the weight set.

    Source: formula F27.
    """

    by: Literal["dirichlet"] = "dirichlet"
    concentration: FiniteFloat = Field(default=100.0, gt=0, le=1e6)

    def weights(self, shares: Floats, numbers: Floats) -> Floats:
        """See `VaryingWeights.weights`: gamma variables by their quantiles, ÷ their sum."""
        from scipy.special import gammaincinv  # noqa: PLC0415

        drawn, has = np.zeros(numbers.shape), np.flatnonzero(shares > 0)

        def draw(run: slice) -> None:
            gamma = gammaincinv(self.concentration * shares[has], numbers[run, has])
            drawn[run, has] = np.maximum(gamma, TINY)

        spread(draw, len(numbers))
        return np.asarray(drawn / drawn.sum(axis=1, keepdims=True))
