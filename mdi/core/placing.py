"""The place of a figure among the sorted figures of a reference."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mdi.core.compiler import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@kernel
def half_places(ordered: Floats, sign: float, values: Floats, shared: bool, places: Ints) -> None:  # noqa: FBT001
    """Write twice the ascending rank, less one: 0 for rank ½, 2n − 1 for rank n; −1 for NaN.

    A figure of the reference gets the rank it has there, one between two of them the rank
    in the middle.

    Args:
        ordered: (n,) the figures of the reference × sign, upwards.
        sign: +1 where more is worse, −1 where more is better.
        values: (m,) raw figures, finite or NaN.
        shared: whether equal figures share the highest of their ranks; else the average.
        places: (m,) is filled.
    """
    most = 2 * ordered.size - 1
    for i in range(values.size):
        value = sign * values[i]
        if np.isnan(value) or ordered.size == 0:
            places[i] = -1
            continue
        below = np.searchsorted(ordered, value, "left")
        if below == ordered.size or ordered[below] != value:
            places[i] = min(2 * below, most)
            continue
        upto = np.searchsorted(ordered, value, "right")
        places[i] = 2 * upto - 1 if shared else below + upto


@kernel
def points_by_place(places: Ints, table: Floats, points: Floats) -> None:
    """Write into `points` (m,) what `table` gives for each place; NaN where there is none."""
    for i in range(places.size):
        points[i] = table[places[i]] if places[i] >= 0 else np.nan
