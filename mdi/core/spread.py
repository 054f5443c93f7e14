"""The spread of a mean over some children, brought to that of the mean over all."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mdi.core.compiler import kernel

Floats = NDArray[np.float64]


@kernel
def restore_spread(
    rows: Floats, weights: Floats, mean: Floats, covariance: Floats, scores: Floats
) -> None:
    """Give the scores of incomplete areas the mean and the spread of complete ones.

    Args:
        rows: (k, n) points of the children; NaN where missing.
        weights: (k,) their weights; a child of weight 0 does not count.
        mean: (k,) mean of each child.
        covariance: (k, k) of the children.
        scores: (n,) weighted means of what is observed; those of areas in which a child
            with weight is missing are rewritten, the others keep their bits.
    """
    whole, wide = _moments(weights, mean, covariance)
    observed = np.empty(weights.size)
    for i in range(scores.size):
        gaps = 0
        for k in range(weights.size):
            missing = np.isnan(rows[k, i])
            observed[k] = 0.0 if missing else weights[k]
            gaps += missing and weights[k] > 0.0
        if gaps > 0 and observed.sum() > 0.0:
            part, narrow = _moments(observed, mean, covariance)
            stretch = wide / narrow if narrow > 0.0 else 1.0
            scores[i] = whole + (scores[i] - part) * stretch


@kernel
def _moments(weights: Floats, mean: Floats, covariance: Floats) -> tuple[float, float]:
    """Mean and standard deviation of the weighted mean; 0 and 0 without weight."""
    total, middle, variance = 0.0, 0.0, 0.0
    for a in range(weights.size):
        total += weights[a]
        middle += weights[a] * mean[a]
        for b in range(weights.size):
            variance += weights[a] * weights[b] * covariance[a, b]
    return (middle / total, np.sqrt(max(variance, 0.0)) / total) if total > 0.0 else (0.0, 0.0)
