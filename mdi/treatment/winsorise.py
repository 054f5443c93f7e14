"""Winsorising: the figures of a small share of areas in each tail are pulled in."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import numpy as np
from pydantic import Field, FiniteFloat

from mdi.declaration import Declaration
from mdi.fitted import Bools, Floats
from mdi.treatment.curve import Curve, observed


class Limits(Curve):
    """The lowest and the highest figure that are kept; a reference without figures has none."""

    kind: Literal["limits"] = "limits"
    low: FiniteFloat | None
    high: FiniteFloat | None

    def bend(self, values: Floats, out: Floats) -> None:
        """See `Curve.bend`; figures beyond a limit get the limit."""
        if self.low is None or self.high is None:
            out[:] = values
        else:
            np.clip(values, self.low, self.high, out=out)


class Winsorise(Declaration):
    """Pull the figures beyond the tail quantiles in to these quantiles.

    Of n areas in the reference with a figure, k = ⌊share · n⌋ may change in each tail: the
    limits are the (k+1)-th lowest and the (k+1)-th highest figure, so that never more than
    the share is changed and every limit is a figure that occurs. Areas outside the
    reference are held within the same limits, also with share 0.

    For data with a few wild figures, where the size of an outlier tells nothing.

    Source: winsorising as in the OECD and JRC Handbook on Constructing Composite
    Indicators (2008), here by share and not by a number of points.

    Attributes:
        share: share of areas in each tail, from 0 to below 0.5.
    """

    by: Literal["winsorise"] = "winsorise"
    share: FiniteFloat = Field(ge=0, lt=0.5)

    def fit(self, values: Floats, reference: Bools) -> Limits:
        """The limits of (n,) figures on the (n,) reference."""
        known = observed(values, reference)
        if not known.size:
            return Limits(low=None, high=None)
        changed = int(Decimal(str(self.share)) * known.size)  # 0.29 of 100 is 29, not 28.99…
        return Limits(low=known[changed], high=known[known.size - 1 - changed])
