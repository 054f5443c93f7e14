"""Areas that are numbered by the group they belong to."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from geodata.sample.fields import Floats

Ints = npt.NDArray[np.intp]


def place_within(group: Ints) -> Ints:
    """The place of each member in its group, 0 for the first; shape (n,)."""
    order = np.argsort(group, kind="stable")
    size = np.bincount(group)
    place = np.empty(len(group), np.intp)
    place[order] = np.arange(len(group)) - np.repeat(np.cumsum(size) - size, size)
    return place


def means(xy: Floats, group: Ints) -> Floats:
    """The mean of the points of each group; shape (groups, 2)."""
    size = np.bincount(group)
    return np.column_stack([np.bincount(group, axis) / size for axis in xy.T])


def middles(xy: Floats, group: Ints) -> Ints:
    """For each group, the member that is nearest to the mean of all its members."""
    off = xy - means(xy, group)[group]
    order = np.lexsort([np.hypot(off[:, 0], off[:, 1]), group])
    return order[np.unique(group[order], return_index=True)[1]]
