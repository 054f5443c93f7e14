"""One look at a column: where it has numbers, and how far they reach."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mdi.core.compiler import kernel


@kernel
def survey(
    values: NDArray[np.float64], present: int, absent: int, status: NDArray[np.uint8]
) -> tuple[float, float]:
    """Lowest and highest number; `status` becomes `absent` where there is none.

    Args:
        values: (n,) numbers or NaN.
        present: the status of a number.
        absent: the status of NaN.
        status: (n,) is filled.

    Returns:
        The lowest and the highest number; +∞ and −∞ where there is none.
    """
    low, high = np.inf, -np.inf
    for i in range(values.size):
        value = values[i]
        if np.isnan(value):
            status[i] = absent
        else:
            status[i] = present
            low, high = min(low, value), max(high, value)
    return low, high
