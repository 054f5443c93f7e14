"""What many draws say of the rank of each area: quantiles, mean, and how often it is high."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mdi.core.compiler import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Ranks = NDArray[Any]  # uint16 or uint32
Counts = NDArray[np.int32]

TILE, TURN = 64, 128  # areas and draws that are read together, so that their lines stay near


@kernel
def rank_counts(  # noqa: PLR0913
    ranks: Ranks,
    areas: tuple[int, int],
    most: int,
    quantiles: Ints,
    limits: Ints,
    found: Ints,
    total: Ints,
    within: Ints,
) -> None:
    """Count the ranks of some areas over the draws.

    A quantile is the lowest rank that at least so many of the draws do not exceed. Draws in
    which an area has no rank (0) do not count.

    Args:
        ranks: (draws, m) ranks, 1 to `most`; 0 for none.
        areas: the first area, and the one after the last.
        most: the highest rank.
        quantiles: (q,) thousandths, upwards.
        limits: (l,) ranks, upwards.
        found: (q, m) is filled with the quantiles; 0 for an area that never has a rank.
        total: (m,) is filled with the sum of the ranks.
        within: (l + 1, m) is filled with the draws in which the rank is at most each limit; the
            last row with those in which there is one.
    """
    draws = ranks.shape[0]
    histogram = np.zeros(most + 2, np.int32)
    tile = np.empty((TILE, draws), ranks.dtype)
    for start in range(areas[0], areas[1], TILE):
        stop = min(start + TILE, areas[1])
        for first in range(0, draws, TURN):
            for i in range(start, stop):
                for draw in range(first, min(first + TURN, draws)):
                    tile[i - start, draw] = ranks[draw, i]
        for i in range(start, stop):
            low, high, total[i] = _histogram(tile[i - start], histogram)
            within[limits.size, i] = draws - histogram[0]
            histogram[0] = 0
            _walk(histogram, (low, high), limits, within[:, i], quantiles, found[:, i])


@kernel
def _histogram(ranks: Ranks, histogram: Counts) -> tuple[Any, Any, int]:
    """Count every rank; the lowest and the highest that occurs, and their sum."""
    low, high, total = ranks[0], ranks[0], 0
    for rank in ranks:
        low, high = min(low, rank), max(high, rank)
    for rank in ranks:
        total += rank
    for rank in ranks:
        histogram[rank] += 1
    low = np.int64(low)
    while low == 0 or (low < high and histogram[low] == 0):
        low += 1
    return low, np.int64(high), total


@kernel
def _walk(  # noqa: PLR0913
    histogram: Counts,
    ends: tuple[int, int],
    limits: Ints,
    within: Ints,
    quantiles: Ints,
    found: Ints,
) -> None:
    """Walk along the ranks that occur once: quantiles, and how many are at most each limit.

    The last of `within` is how many there are. The histogram is empty afterwards.
    """
    everyone, count, limit, place = within[limits.size], 0, 0, 0
    found[:] = 0
    for rank in range(ends[0], ends[1] + 1):
        while limit < limits.size and limits[limit] < rank:
            within[limit] = count
            limit += 1
        count += histogram[rank]
        histogram[rank] = 0
        while place < quantiles.size and 1000 * count >= quantiles[place] * everyone:
            found[place] = rank
            place += 1
    within[limit : limits.size] = count


@kernel
def kept_within(ranks: Ranks, areas: Ints, limits: Ints, kept: Ints) -> None:
    """Write for every draw how many of these areas are within the limit of that draw.

    Args:
        ranks: (draws, m) ranks; 0 for none.
        areas: the areas that are looked at.
        limits: (draws,) ranks.
        kept: (draws,) is filled.
    """
    for draw in range(kept.size):
        count = 0
        for area in areas:
            rank = ranks[draw, area]
            count += (rank > 0) & (rank <= limits[draw])
        kept[draw] = count


@kernel
def ranked_in(ranks: Ranks, ranked: Ints) -> None:
    """Write how many areas have a rank in every draw, of (draws, m) ranks."""
    for draw in range(ranked.size):
        count = 0
        for area in range(ranks.shape[1]):
            count += ranks[draw, area] > 0
        ranked[draw] = count
