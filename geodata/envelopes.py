"""Envelopes: west, south, east and north of shapes, and which of them touch a box."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Bbox = tuple[float, float, float, float]  # west, south, east, north
Envelopes = NDArray[np.float64]
Bools = NDArray[np.bool_]


def touching(envelopes: Envelopes, bbox: Bbox) -> Bools:
    """Which envelopes touch a box.

    Args:
        envelopes: west, south, east, north (n, 4); NaN without a shape, which is never inside.
        bbox: of the same system; west above east crosses the 180th meridian (RFC 7946, 5.2).
    """
    west, south, east, north = bbox
    x0, y0, x1, y1 = envelopes.T
    beside = (x1 >= west) & (x0 <= east) if west <= east else (x1 >= west) | (x0 <= east)
    found: Bools = beside & (y1 >= south) & (y0 <= north)
    return found


def extent(envelopes: Envelopes) -> Bbox:
    """The envelope of all together; NaN where there is none."""
    known = envelopes[~np.isnan(envelopes).any(axis=1)]
    if not len(known):
        return np.nan, np.nan, np.nan, np.nan
    west, south = known[:, :2].min(axis=0).tolist()
    east, north = known[:, 2:].max(axis=0).tolist()
    return west, south, east, north
