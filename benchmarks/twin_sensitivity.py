"""Draws of weights as a straightforward analyst writes them, with numpy and scipy.

The same weights, the same treatment of missing domains and ties, and the same things told at the
end; without noise of figures. It is what the kernels are measured against.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

Floats = NDArray[np.float64]
Ranks = NDArray[np.uint16]


def ranks(points: Floats, weights: Floats, scale: float) -> Ranks:
    """(draws, m) ranks of areas by the weighted mean of their (k, m) domains."""
    here = ~np.isnan(points)
    filled, known = np.nan_to_num(points).T.copy(), here.T.astype(float)
    found = np.empty((len(weights), points.shape[1]), np.uint16)
    for row, drawn in zip(found, weights, strict=True):
        score = np.round(filled @ drawn / (known @ drawn) * scale, 12)
        row[:] = rankdata(-score, method="min")
    return found


def told(found: Ranks, decile: NDArray[Any], top: int) -> dict[str, NDArray[Any]]:
    """What (draws, m) ranks tell of every area, and of the whole."""
    draws, areas = found.shape
    tenth = -(-10 * found.astype(np.int32) // areas)
    members = decile == 1
    return {
        "quantiles": np.quantile(found, [0.05, 0.5, 0.95], axis=0, method="inverted_cdf"),
        "expected": found.mean(axis=0),
        "tenths": np.array([(tenth == t).sum(axis=0) / draws for t in range(1, 11)]).T,
        "in_top": (found <= top).mean(axis=0),
        "overlap": (tenth[:, members] == 1).mean(axis=1),
    }
