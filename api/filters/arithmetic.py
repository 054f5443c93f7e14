"""Calculations of CQL2: a result that is no number, such as one divided by zero, is missing."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from api.filters.columns import Values
from api.filters.comparing import Value
from api.filters.model import Operator

OPERATORS: dict[Operator, Callable[[Values, Values], Values]] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "%": np.fmod,
    "div": lambda left, right: np.trunc(left / right),
    "^": np.power,
}


def calculated(operator: Operator, left: Value, right: Value) -> Value:
    """Two columns or numbers put together.

    `div` leaves away what stands behind the point, and `%` is what it leaves; both go towards
    zero, as in SQL.
    """
    if not isinstance(left, np.ndarray) or not isinstance(right, np.ndarray):
        return None
    with np.errstate(all="ignore"):
        found = OPERATORS[operator](left, right)
    known = np.isfinite(found) & ~(np.isnan(left) | np.isnan(right))  # NaN ^ 0 would be 1
    return np.where(known, found, np.nan)
