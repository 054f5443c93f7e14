"""The point nearest to the origin that satisfies linear inequalities."""

from __future__ import annotations

import numpy as np

from mdi.fitted import Floats

ADDED = 8  # inequalities that are taken up at a time
CLOSE = 1e-12  # relative
TURNS = 500


def nearest(rows: Floats, least: Floats) -> Floats | None:
    """The shortest z with rows · z ≥ least; None where there is no such z.

    Of many inequalities few bind. They are taken up as they are found to be violated, so that each
    small problem is a lower bound of the whole, until none is violated any more.

    Args:
        rows: (m, d).
        least: (m,).

    Source: Lawson and Hanson (1974), Solving Least Squares Problems, chapter 23 (LDP).
    """
    size = np.sqrt(np.einsum("ij,ij->i", rows, rows))
    flat = size <= CLOSE * size.max(initial=0.0)  # no z changes anything there
    if (least[flat] > CLOSE * np.abs(least).max(initial=0.0)).any():
        return None
    rows, least = rows[~flat] / size[~flat, np.newaxis], least[~flat] / size[~flat]
    if not len(rows):
        return np.zeros(rows.shape[1])
    taken: list[int] = []
    point: Floats | None = np.zeros(rows.shape[1])
    for _ in range(TURNS):
        if point is None:
            return None
        missing = least - rows @ point
        missing[taken] = -np.inf
        few = min(ADDED, len(missing))
        worst = np.argpartition(-missing, few - 1)[:few]
        scale = max(float(np.abs(point).max(initial=0.0)), float(least.max(initial=0.0)))
        new = [k for k in sorted(worst.tolist()) if missing[k] > CLOSE * scale]
        if not new:
            return point
        taken += new
        point = _least_distance(rows[taken], least[taken])
    return None


def _least_distance(rows: Floats, least: Floats) -> Floats | None:
    """`nearest` for few inequalities, as least squares with coefficients of 0 or more."""
    from scipy.optimize import nnls  # noqa: PLC0415

    scale = float(np.abs(least).max())
    if scale == 0:
        return np.zeros(rows.shape[1])
    stacked = np.vstack([rows.T, least[np.newaxis] / scale])
    target = np.zeros(len(stacked))
    target[-1] = 1.0
    found, _ = nnls(stacked, target)
    left = stacked @ found - target
    if -left[-1] <= 1e-10:  # then the origin of the dual is reached: nothing satisfies them all
        return None
    return np.asarray(-left[:-1] / left[-1] * scale)
