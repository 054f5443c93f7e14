"""Points that keep apart from each other."""

from __future__ import annotations

import numpy as np

from geodata.sample.fields import Floats

ROUNDS = 3


def relaxed(points: Floats, cloud: Floats) -> Floats:
    """Points moved to the middle of that part of a cloud which is nearest to them.

    Lloyd (1982), Least squares quantization in PCM, IEEE Trans. Inf. Theory 28(2).

    Args:
        points: shape (n, 2), in metres.
        cloud: many more points, shape (m, 2); denser where points may be denser.
    """
    from scipy.spatial import cKDTree  # noqa: PLC0415

    for _ in range(ROUNDS):
        _, nearest = cKDTree(points).query(cloud, workers=-1)
        count = np.bincount(nearest, minlength=len(points))
        total = [np.bincount(nearest, cloud[:, axis], len(points)) for axis in (0, 1)]
        middle = np.column_stack(total) / np.maximum(count, 1)[:, None]
        points = np.where(count[:, None] > 0, middle, points)
    return points
