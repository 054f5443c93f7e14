"""Correlations of rows with gaps, pair by pair."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mdi.core.compiler import kernel

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

LEAST_AREAS = 3
LEAST_VARIANCE = 1e-12  # of rows whose own variance is 1: below it is rounding


@kernel
def pairwise_correlation(rows: Floats, among: Bools) -> Floats:
    """Pearson correlations, each over the areas in which both rows have a number.

    Args:
        rows: (k, n) standardised rows; NaN where missing.
        among: (n,) which areas count.

    Returns:
        (k, k) correlations, 1 on the diagonal; 0 where a pair shares fewer than three
        areas or one of the two does not vary in them.
    """
    size = rows.shape[0]
    matrix = np.eye(size)
    for a in range(size):
        for b in range(a):
            matrix[a, b] = matrix[b, a] = _correlation(rows[a], rows[b], among)
    return matrix


@kernel
def _correlation(left: Floats, right: Floats, among: Bools) -> float:
    count = 0
    x_sum, y_sum, xx, yy, xy = 0.0, 0.0, 0.0, 0.0, 0.0
    for i in range(left.size):
        x, y = left[i], right[i]
        if among[i] and not np.isnan(x + y):
            count += 1
            x_sum += x
            y_sum += y
            xx += x * x
            yy += y * y
            xy += x * y
    if count < LEAST_AREAS:
        return 0.0
    x_variance = (xx - x_sum * x_sum / count) / count
    y_variance = (yy - y_sum * y_sum / count) / count
    if min(x_variance, y_variance) < LEAST_VARIANCE:
        return 0.0
    found = (xy - x_sum * y_sum / count) / count / np.sqrt(x_variance * y_variance)
    return float(max(-1.0, min(1.0, found)))
