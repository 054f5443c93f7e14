"""The logarithm of 1 + x."""

from __future__ import annotations

from typing import Literal

import numpy as np

from mdi.declaration import Declaration
from mdi.fitted import Bools, Floats
from mdi.treatment.curve import Curve, refuse_from


class Log1pCurve(Curve):
    """y = ln(1 + x)."""

    kind: Literal["log1p"] = "log1p"

    def bend(self, values: Floats, out: Floats) -> None:
        """See `Curve.bend`; figures at or below −1 are refused."""
        refuse_from(values, -1.0, "log1p", "choose asinh, which takes every figure")
        np.log1p(values, out=out)


class Log1p(Declaration):
    """ln(1 + x), for figures above −1.

    For rates and counts from 0 up with a long upper tail; 0 stays 0. It works on the unit
    of the figure: shares between 0 and 1 are hardly bent, the same in per cent are.

    Source: the logarithm of the OECD and JRC Handbook on Constructing Composite Indicators
    (2008), shifted by one so that 0 is allowed.
    """

    by: Literal["log1p"] = "log1p"

    def fit(self, values: Floats, reference: Bools) -> Log1pCurve:
        """The curve; there is nothing to learn from (n,) figures and the (n,) reference."""
        del values, reference
        return Log1pCurve()
