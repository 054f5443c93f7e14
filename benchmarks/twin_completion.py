"""Copula completion as a straightforward analyst writes it, with pandas and scipy.

Formula F24 with one matrix solution for each pattern of gaps and all its areas at once.
It is what the engine is measured against.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import norm

Frame = pd.DataFrame

NODES, WEIGHTS = np.polynomial.hermite_e.hermegauss(21)
SHARES = WEIGHTS / WEIGHTS.sum()


def complete(points: Frame) -> Frame:
    """Areas × children with gaps in, without gaps out; fitted on all areas."""
    counts = points.count()
    normal = pd.DataFrame(
        norm.ppf(points.rank() / (counts + 1)), index=points.index, columns=points.columns
    )
    correlation = normal.dropna().corr().to_numpy()
    known = [np.sort(points[child].dropna().to_numpy()) for child in points]
    filled = points.to_numpy(copy=True)
    gaps = points.isna()
    incomplete = gaps[gaps.any(axis=1) & ~gaps.all(axis=1)]
    for pattern, areas in incomplete.groupby(list(points.columns)).indices.items():
        rows = points.index.get_indexer(incomplete.index[areas])
        missing = np.array(pattern)
        filled[np.ix_(rows, missing)] = _expected(
            normal.to_numpy()[np.ix_(rows, ~missing)], correlation, missing, known
        )
    return pd.DataFrame(filled, points.index, points.columns)


def _expected(scores, correlation, missing, known):  # noqa: ANN001, ANN202
    observed = ~missing
    across = correlation[np.ix_(missing, observed)]
    b = np.linalg.solve(correlation[np.ix_(observed, observed)], across.T).T
    spread = np.sqrt(np.diag(correlation[np.ix_(missing, missing)] - b @ across.T))
    columns = []
    for child, mean, deviation in zip(np.flatnonzero(missing), b @ scores.T, spread, strict=True):
        share = norm.cdf(mean[:, np.newaxis] + deviation * NODES)
        points = known[child]
        place = np.arange(1, points.size + 1)
        columns.append(np.interp(share * (points.size + 1), place, points) @ SHARES)
    return np.column_stack(columns)
