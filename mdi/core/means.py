"""Power means over the children of a node."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mdi.core.compiler import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NEAR_ZERO = 1e-12  # powers that cannot be told from the geometric mean


@kernel
def power_mean(rows: Floats, children: Ints, weights: Floats, power: float, mean: Floats) -> int:
    """Write ``(Σ w x^p ÷ Σ w)^(1/p)`` over the observed children; NaN where none is.

    The power 0 is the geometric mean. Powers are taken of logarithms, from the highest
    or lowest child of the area, so that nothing overflows and powers near 0 go over
    into the geometric mean.

    Args:
        rows: (rows, n) points, one row for each node.
        children: (k,) the rows of the children.
        weights: (k,) their weights; a child of weight 0 does not count.
        power: p.
        mean: (n,) is filled; NaN as well where the mean does not exist.

    Returns:
        The number of areas in which it does not exist: a child is below 0, or is 0 and
        the power is not above 0.
    """
    refused = 0
    for i in range(mean.size):
        low, high = np.inf, -np.inf
        for k in range(children.size):
            value = rows[children[k], i]
            if weights[k] > 0 and not np.isnan(value):
                low, high = min(low, value), max(high, value)
        mean[i] = np.nan
        if low > 0 or (low == 0 and power > 0):
            mean[i] = _above_zero(rows, children, weights, power, (i, low, high))
        elif low <= 0:
            refused += 1
    return refused


@kernel
def _above_zero(
    rows: Floats, children: Ints, weights: Floats, power: float, area: tuple[int, float, float]
) -> float:
    """The power mean of one area: its number, its lowest point and its highest."""
    i, low, high = area
    unit = high if power > 0 else low  # so that no power is above 1
    geometric = abs(power) < NEAR_ZERO
    if high == 0:
        return 0.0
    origin = np.log(unit)
    total, part = 0.0, 0.0
    for k in range(children.size):
        value = rows[children[k], i]
        if weights[k] > 0 and not np.isnan(value):
            logarithm = np.log(value) - origin
            total += weights[k]
            part += weights[k] * (logarithm if geometric else np.expm1(power * logarithm))
    mean = part / total
    found = unit * np.exp(mean if geometric else np.log1p(mean) / power)
    return float(min(max(found, low), high))
