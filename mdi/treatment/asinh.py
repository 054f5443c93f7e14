"""A logarithm for figures of both signs."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field, FiniteFloat

from mdi.declaration import Declaration
from mdi.fitted import Bools, Floats
from mdi.treatment.curve import Curve


class AsinhCurve(Curve):
    """y = asinh(x ÷ unit)."""

    kind: Literal["asinh"] = "asinh"
    unit: FiniteFloat = Field(gt=0)

    def bend(self, values: Floats, out: Floats) -> None:
        """See `Curve.bend`."""
        np.arcsinh(values / self.unit, out=out)


class Asinh(Declaration):
    """asinh(x ÷ unit): straight around 0, logarithmic far from it, on both sides.

    For figures of both signs with long tails, such as a change, a balance or a wealth.

    Source: Johnson (1949), Systems of frequency curves, Biometrika 36; Burbidge, Magee and
    Robb (1988), Alternative transformations to handle extreme values of the dependent
    variable, Journal of the American Statistical Association 83.

    Attributes:
        unit: the figure around which straight turns into logarithmic, in the unit of the
            indicator.
    """

    by: Literal["asinh"] = "asinh"
    unit: FiniteFloat = Field(default=1.0, gt=0)

    def fit(self, values: Floats, reference: Bools) -> AsinhCurve:
        """The curve; there is nothing to learn from (n,) figures and the (n,) reference."""
        del values, reference
        return AsinhCurve(unit=self.unit)
