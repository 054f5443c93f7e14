"""Weighted means over the children of a node, and how much of the weight was observed."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mdi.core.compiler import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BLOCK = 2048  # areas at a time: the block and its sums stay in the cache


@kernel
def weighted_mean(
    rows: Floats, children: Ints, weights: Floats, factor: float, mean: Floats
) -> None:
    """Write ``factor · Σ wx ÷ Σ w`` over the children that are not NaN; NaN where none is.

    Children of weight 0 do not count, and an area where only they are observed has no
    mean.

    Args:
        rows: (rows, n) points, one row for each node.
        children: (k,) the rows of the children.
        weights: (k,) their weights.
        factor: multiplies the mean.
        mean: (n,) is filled.
    """
    n = mean.size
    total = np.empty(min(BLOCK, n), np.float64)
    for start in range(0, n, BLOCK):
        stop = min(start + BLOCK, n)
        size = stop - start
        mean[start:stop] = 0.0
        total[:size] = 0.0
        for k in range(children.size):
            row, weight = rows[children[k]], weights[k]
            for i in range(size):
                value = row[start + i]
                here = value == value  # not NaN; without a branch  # noqa: PLR0124
                mean[start + i] += weight * value if here else 0.0
                total[i] += weight if here else 0.0
        for i in range(size):
            mean[start + i] = factor * (mean[start + i] / total[i]) if total[i] > 0 else np.nan


@kernel
def observed_weight(values: Floats, weights: Floats, observed: Floats) -> None:
    """Write the sum of the weights of the values that are not NaN.

    Args:
        values: (k, n) raw figures.
        weights: (k,) the weight of each.
        observed: (n,) is filled.
    """
    observed[:] = 0.0
    for k in range(weights.size):
        weight = weights[k]
        for i in range(observed.size):
            if not np.isnan(values[k, i]):
                observed[i] += weight
