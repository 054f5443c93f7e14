"""What linear scales need: moments of the reference, and a straight line applied."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mdi.core.compiler import kernel

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@kernel
def moments(values: Floats, reference: Bools) -> tuple[float, float, float, float]:
    """Mean, sample standard deviation, lowest and highest of the reference.

    All are NaN where the reference has no value; the deviation is 0 for a single one.
    """
    count, low, high = 0, np.inf, -np.inf
    for i in range(values.size):
        if reference[i] and not np.isnan(values[i]):
            count += 1
            low, high = min(low, values[i]), max(high, values[i])
    if count == 0:
        return np.nan, np.nan, np.nan, np.nan
    width = high - low  # sums of parts of the width stay small, whatever the unit
    if not 0.0 < width < np.inf:
        return low, 0.0, low, high
    total, squares = 0.0, 0.0
    for i in range(values.size):
        if reference[i] and not np.isnan(values[i]):
            total += (values[i] - low) / width
    mean = total / count
    for i in range(values.size):
        if reference[i] and not np.isnan(values[i]):
            squares += ((values[i] - low) / width - mean) ** 2
    return low + mean * width, np.sqrt(squares / max(count - 1, 1)) * width, low, high


@kernel
def line(  # noqa: PLR0913
    values: Floats, origin: float, unit: float, scale: float, start: float, points: Floats
) -> None:
    """``start + scale · (value − origin) ÷ unit``; NaN stays NaN."""
    for i in range(values.size):
        points[i] = start + scale * ((values[i] - origin) / unit)
