"""The power transformation of Box and Cox, declared or fitted by maximum likelihood."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field, FiniteFloat

from mdi.declaration import Declaration
from mdi.fitted import Bools, Floats
from mdi.treatment.curve import Curve, observed, refuse_from

STEEPEST = 5.0  # figures that ask for a steeper power need another treatment


class PowerCurve(Curve):
    """y = (zᵖ − 1) ÷ p with z = (x + shift) ÷ unit; y = ln z where p is 0."""

    kind: Literal["power_curve"] = "power_curve"
    power: FiniteFloat
    shift: FiniteFloat
    unit: FiniteFloat = Field(gt=0)

    def bend(self, values: Floats, out: Floats) -> None:
        """See `Curve.bend`; figures at or below −shift are refused."""
        from scipy.special import boxcox  # noqa: PLC0415

        _refuse_low(values, self.shift)
        boxcox((values + self.shift) / self.unit, self.power, out)


class BoxCox(Declaration):
    """The power transformation, in units of the geometric mean of the reference.

    y = (zᵖ − 1) ÷ p with z = (x + shift) ÷ g, where g is the geometric mean of x + shift
    in the reference, and ln z where p is 0. Dividing by g changes y by a straight line
    alone, as Box and Cox do to compare powers; it keeps all digits when p is negative.

    Without a declared power, it is the one from −5 to 5 with the highest likelihood in the
    reference; 1 (a straight line) where the reference has no two different figures.

    For skewed figures above 0 of which the shape is not known beforehand. Declare the power
    that was found where later years are to be compared.

    Source: Box and Cox (1964), An analysis of transformations, Journal of the Royal
    Statistical Society B 26.

    Attributes:
        power: p, from −5 to 5, or None to fit it.
        shift: is added to every figure first, in the unit of the indicator.
    """

    by: Literal["box_cox"] = "box_cox"
    power: FiniteFloat | None = Field(default=None, ge=-STEEPEST, le=STEEPEST)
    shift: FiniteFloat = 0.0

    def fit(self, values: Floats, reference: Bools) -> PowerCurve:
        """The curve of (n,) figures on the (n,) reference.

        Raises:
            ComputationError: a figure of the reference at or below −shift.
        """
        known = observed(values, reference)
        _refuse_low(known, self.shift)
        logs = np.log(known + self.shift)
        centre = float(logs.mean()) if logs.size else 0.0
        power = _likeliest_power(logs - centre) if self.power is None else self.power
        return PowerCurve(power=power, shift=self.shift, unit=float(np.exp(centre)))


def _likeliest_power(logs: Floats) -> float:
    """The power with the highest likelihood, of the logs of figures with geometric mean 1."""
    from scipy.optimize import minimize_scalar  # noqa: PLC0415

    if not logs.size or logs[0] == logs[-1]:
        return 1.0
    ends, figures = (-STEEPEST, STEEPEST), np.exp(logs)
    found = minimize_scalar(
        _log_spread, bounds=ends, args=(figures,), method="bounded", options={"xatol": 1e-9}
    )
    return float(found.x)


def _log_spread(power: float, figures: Floats) -> float:
    """Minus twice the log-likelihood per area: with geometric mean 1, the log of the variance."""
    from scipy.special import boxcox  # noqa: PLC0415

    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        spread = float(np.log(np.var(boxcox(figures, power))))
    return np.inf if np.isnan(spread) else spread


def _refuse_low(values: Floats, shift: float) -> None:
    refuse_from(values, 0.0 - shift, "Box–Cox", "declare a larger shift, or choose asinh")
