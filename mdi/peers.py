"""Peers: the areas that are most like one, by their size or by their domains."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from mdi.fitted import Floats
from mdi.result import IndexResult

By = Literal["size", "profile"]


@dataclass(frozen=True, slots=True)
class Peer:
    """An area that is like another one.

    Attributes:
        row: where it stands in the arrays of the result.
        distance: how far it is from the other one; 0 is the same.
    """

    row: int
    distance: float


def peers_of(result: IndexResult, row: int, by: By, count: int) -> list[Peer]:
    """The ranked areas that are nearest to one, the nearest first; ties by code.

    By `size` the distance is the difference of the natural logarithms of the inhabitants: twice
    as many is as far as half as many. By `profile` it is the root of the mean squared difference
    of the points of the domains that have points in both; areas without one of the domains of
    the first area are no peers.

    Args:
        result: the index of all areas.
        row: where the area stands in the arrays.
        by: what makes areas alike.
        count: how many at most.

    Returns:
        None of them where nothing is known of the area itself.
    """
    far = _by_size(result, row) if by == "size" else _by_profile(result, row)
    far[row] = np.nan
    far[result.rank == 0] = np.nan
    codes = result.table.codes
    known = np.flatnonzero(~np.isnan(far)).tolist()
    nearest = sorted(known, key=lambda other: (far[other], codes[other]))[:count]
    return [Peer(other, float(far[other])) for other in nearest]


def _by_size(result: IndexResult, row: int) -> Floats:
    """(n,) how far areas are by their inhabitants; NaN where these are unknown or none."""
    people = result.table.population
    size = np.log(np.where(people > 0, people, np.nan))
    return np.asarray(np.abs(size - size[row]))


def _by_profile(result: IndexResult, row: int) -> Floats:
    """(n,) how far areas are by the points of their domains; NaN where one is missing."""
    points = result.points[[node.row for node in result.tree.domains]]
    known = ~np.isnan(points[:, row])
    if not known.any():
        return np.full(len(result), np.nan)
    apart = points[known] - points[known, row][:, np.newaxis]
    return np.asarray(np.sqrt((apart**2).mean(axis=0)))
