"""Sums and products of rows that do not depend on the order of the areas.

Every sum carries along what was lost in rounding (Neumaier 1974), so that another order
of the areas, or another number of threads, leads to the same bits.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mdi.core.compiler import kernel

Floats = NDArray[np.float64]


@kernel
def _product(left: Floats, right: Floats) -> float:
    """Σ left · right, with what was lost in rounding."""
    total, lost = 0.0, 0.0
    for i in range(left.size):
        term = left[i] * right[i]
        grown = total + term
        if abs(total) >= abs(term):
            lost += (total - grown) + term
        else:
            lost += (term - grown) + total
        total = grown
    return total + lost


@kernel
def totals(rows: Floats) -> Floats:
    """The (k,) sums of (k, n) rows without gaps."""
    ones = np.ones(rows.shape[1])
    sums = np.empty(rows.shape[0])
    for row in range(rows.shape[0]):
        sums[row] = _product(rows[row], ones)
    return sums


@kernel
def products(rows: Floats) -> Floats:
    """The (k, k) sums of products of every two of the (k, n) rows without gaps."""
    sums = np.empty((rows.shape[0], rows.shape[0]))
    for left in range(rows.shape[0]):
        for right in range(left + 1):
            sums[left, right] = _product(rows[left], rows[right])
            sums[right, left] = sums[left, right]
    return sums
