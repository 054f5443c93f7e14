"""Means over the children of a node, raised where the children are out of balance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mdi.core.compiler import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@kernel
def standardise(values: Floats, origin: float, unit: float, width: float, points: Floats) -> None:
    """Write ``100 + width · (value − origin) ÷ unit``; 100 where the unit is 0, NaN stays."""
    for i in range(values.size):
        distance = values[i] - origin
        points[i] = 100.0 + width * (distance / unit if unit > 0 else 0.0 * distance)


@kernel
def penalised_mean(points: Floats, weights: Floats, scores: Floats) -> int:
    """Write ``M + S² ÷ M`` over the observed children; NaN where none is.

    Args:
        points: (k, n) standardised points of the children.
        weights: (k,) their weights; a child of weight 0 does not count.
        scores: (n,) is filled; NaN as well where the mean M is not above 0.

    Returns:
        The number of areas whose mean is not above 0.
    """
    refused = 0
    for i in range(scores.size):
        total, mean, spread = 0.0, 0.0, 0.0
        for k in range(weights.size):
            if weights[k] > 0 and not np.isnan(points[k, i]):
                total += weights[k]
                mean += weights[k] * points[k, i]
        mean /= total
        for k in range(weights.size):
            if weights[k] > 0 and not np.isnan(points[k, i]):
                spread += weights[k] * (points[k, i] - mean) ** 2
        scores[i] = mean + spread / total / mean if mean > 0 else np.nan
        refused += mean <= 0
    return refused
