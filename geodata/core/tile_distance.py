"""How far points lie from borders."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.core.compiler import kernel

Floats = NDArray[np.float64]


@kernel
def distances(points: Floats, edges: NDArray[Any]) -> Floats:
    """How far points lie from the nearest of some edges; infinite without any.

    Args:
        points: coordinates (n, 2).
        edges: x and y of both ends in the first four columns (k, 4 or more).
    """
    found = np.empty(len(points))
    for i in range(len(points)):
        x, y, best = points[i, 0], points[i, 1], np.inf
        for e in range(len(edges)):
            dx, dy = float(edges[e, 2] - edges[e, 0]), float(edges[e, 3] - edges[e, 1])
            length, ax, ay = dx * dx + dy * dy, x - edges[e, 0], y - edges[e, 1]
            along = (ax * dx + ay * dy) / length if length > 0 else 0.0
            along = min(max(along, 0.0), 1.0)
            best = min(best, (ax - along * dx) ** 2 + (ay - along * dy) ** 2)
        found[i] = np.sqrt(best)
    return found


@kernel
def near(edges: NDArray[Any], frame: NDArray[Any], reach: float) -> NDArray[Any]:
    """Those edges (k, 4 or more) whose frame comes within reach of another frame.

    Args:
        edges: x and y of both ends in the first four columns (k, 4 or more).
        frame: west, north, east and south.
        reach: in the same unit.
    """
    found, n = np.empty_like(edges), 0
    for e in range(len(edges)):
        if (
            max(edges[e, 0], edges[e, 2]) >= frame[0] - reach
            and min(edges[e, 0], edges[e, 2]) <= frame[2] + reach
            and max(edges[e, 1], edges[e, 3]) >= frame[1] - reach
            and min(edges[e, 1], edges[e, 3]) <= frame[3] + reach
        ):
            found[n] = edges[e]
            n += 1
    return found[:n]
