"""On how many children of a node is an area deprived."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mdi.core.compiler import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@kernel
def deprived_share(
    rows: Floats, children: Ints, weights: Floats, cutoff: float, share: Floats
) -> None:
    """Write the share of the observed weight above the cutoff; NaN where nothing is observed.

    Args:
        rows: (rows, n) points, one row for each node.
        children: (k,) the rows of the children.
        weights: (k,) their weights; a child of weight 0 does not count.
        cutoff: points above it are deprived.
        share: (n,) is filled, 0 to 1.
    """
    for i in range(share.size):
        above, total = 0.0, 0.0
        for k in range(children.size):
            value = rows[children[k], i]
            if weights[k] > 0 and not np.isnan(value):
                total += weights[k]
                above += weights[k] if value > cutoff else 0.0
        share[i] = above / total if total > 0 else np.nan
