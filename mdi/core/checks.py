"""One look at a column: where it has numbers, and whether any lies outside its bounds."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mdi.core.compiler import kernel


@kernel
def mark_absent(
    values: NDArray[np.float64], present: int, absent: int, status: NDArray[np.uint8]
) -> None:
    """Fill `status` (n,): `present` where there is a number, `absent` where NaN."""
    for i in range(values.size):
        status[i] = absent if np.isnan(values[i]) else present


@kernel
def count_outside(values: NDArray[np.float64], low: float, high: float) -> int:
    """How many numbers are below `low` or above `high`; NaN is neither."""
    outside = 0
    for i in range(values.size):
        outside += (values[i] < low) | (values[i] > high)
    return outside
