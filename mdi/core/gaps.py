"""The largest standardised gap between areas, draw by draw."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mdi.core.compiler import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


@kernel
def largest_gaps(  # noqa: PLR0913
    noise: Floats, places: Ints, spreads: Floats, above: Bools, below: Bools, largest: Floats
) -> None:
    """Write the largest gap of each draw, over the pairs that are still open; −∞ without any.

    Args:
        noise: (draws, n) what chance adds to every area.
        places: (q,) the areas that are held against all others.
        spreads: (q, n) the standard error of each gap; pairs with 0 do not count.
        above: (q, n) whether it is open that the first stands above the second.
        below: (q, n) whether it is open that it stands below.
        largest: (draws,) is filled.
    """
    for draw in range(noise.shape[0]):
        row, most = noise[draw], -np.inf
        for q in range(places.size):
            own = row[places[q]]
            for k in range(row.size):
                if spreads[q, k] > 0.0:
                    gap = (own - row[k]) / spreads[q, k]
                    if above[q, k] and gap > most:
                        most = gap
                    if below[q, k] and -gap > most:
                        most = -gap
        largest[draw] = most
