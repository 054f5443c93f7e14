"""The spatial lag: what surrounds an area."""

from __future__ import annotations

import numpy as np

from geodata.neighbours import Floats, Neighbours
from geodata.spatial.known import checked


def spatial_lag(values: Floats, neighbours: Neighbours) -> Floats:
    """The mean of the neighbours of each area, in the unit of the values.

    A neighbour without a value leaves its weight to the others. The value of the area
    itself has no part in it, so an area without one has a lag too.

    Args:
        values: numbers (n,), NaN where missing.
        neighbours: who is whose neighbour (n).

    Returns:
        Means (n,); NaN where no neighbour has a value.

    Raises:
        StatisticError: another number of values than of areas, or infinite ones.

    Source: formula F43, with weights that are 1 together for each area.
    """
    values = checked(values, neighbours)
    around = values[neighbours.indices]
    there = ~np.isnan(around)
    owners = neighbours.owners[there]
    counts = np.bincount(owners, minlength=len(neighbours))
    sums = np.bincount(owners, around[there], minlength=len(neighbours))
    lag: Floats = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
    return lag
