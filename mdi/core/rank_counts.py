"""What many draws say of the rank of each area: quantiles, mean, and how often it is high.

Draws come a part at a time and are forgotten. Where quantiles may lie, ranks are counted in windows:
rank by rank, or a few together; between the windows it is enough to know how many there are.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mdi.core.compiler import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Ranks = NDArray[Any]  # uint16 or uint32
Counts = NDArray[Any]  # uint16 or uint32
Bins = NDArray[np.int32]

TILE, PART = 64, 2048  # so many areas of so many draws are looked at together, and stay near
APART = 24  # ranks between two rows, so that their beginnings do not share a place in the cache
LAST = np.uint32((1 << 30) - 1)  # no rank is behind all others
WINDOWS = 3  # quantiles that are looked for
SPARSE = 16  # so many times fewer draws than ranks are sorted, not counted


@kernel
def count_ranks(  # noqa: PLR0913
    ranks: Ranks,
    areas: tuple[int, int],
    limits: Ranks,
    edges: Ints,
    starts: Ints,
    shift: int,
    bins: Counts,
    total: Ints,
    within: Ints,
) -> None:
    """Add some draws to the counts of some areas. A rank of 0 is none.

    Args:
        ranks: (draws, m) ranks.
        areas: the first area, and the one after the last.
        limits: (l, draws) ranks.
        edges: (m, 2w) the first rank of each window, and the one after its last; upwards.
        starts: (m + 1,) where the bins of each area begin.
        shift: a bin of a window holds 2 to this power of ranks.
        bins: is added to: the ranks below the first window, those in each of its bins, those
            between it and the next, …, those above the last together with the draws without one.
        total: (m,) is added to: the sum of the ranks.
        within: (l + 1, m) is added to: the draws in which the rank is at most each limit; the
            last row those in which there is one.
    """
    places = np.empty((2 * WINDOWS, TILE), np.int32)
    for start in range(areas[0], areas[1], TILE):
        stop = min(start + TILE, areas[1])
        _lay_out(edges[start:stop], shift, places)
        for first in range(0, ranks.shape[0], PART):
            part, ends = ranks[first : first + PART], limits[:, first : first + PART]
            _add_within(part, start, stop, ends, total, within)
            _add_to_bins(part, start, starts[start : stop + 1], places, shift, bins)


@kernel
def _add_within(  # noqa: PLR0913
    ranks: Ranks, start: int, stop: int, limits: Ranks, total: Ints, within: Ints
) -> None:
    """Add the ranks of some areas, and how many are within each limit.

    A rank less one, without sign, is below its limit; no rank is behind all limits. Counts of
    one part fit in 16 bits, so that many areas are compared at once.
    """
    most, size = limits.shape[0], stop - start
    counts, sums = np.zeros((most + 1, TILE), np.uint16), np.zeros(TILE, np.int64)
    for draw in range(ranks.shape[0]):
        row = ranks[draw][start:stop]
        for limit in range(most):
            count, last = counts[limit], limits[limit, draw]
            for i in range(size):
                count[i] += np.uint32(row[i] - 1) < last
        count = counts[most]
        for i in range(size):
            count[i] += row[i] > 0
            sums[i] += row[i]
    total[start:stop] += sums[:size]
    within[:, start:stop] += counts[:, :size]


@kernel
def _lay_out(edges: Ints, shift: int, places: Bins) -> None:
    """Write the place before each window, and its bins with the one between it and the next."""
    for i in range(edges.shape[0]):
        for window in range(WINDOWS):
            first, after = edges[i, 2 * window], edges[i, 2 * window + 1]
            places[2 * window, i] = first - 1
            places[2 * window + 1, i] = (after - first >> shift) + 1


@kernel
def _add_to_bins(  # noqa: PLR0913
    ranks: Ranks, start: int, starts: Ints, places: Bins, shift: int, bins: Counts
) -> None:
    """Count some areas: of each window a rank passes as many bins as lie below it, up to all."""
    a, b, c = places[0], places[2], places[4]
    one, two, three = places[1], places[3], places[5]
    size, power, none = starts.size - 1, np.int32(shift), np.int32(0)
    found = np.empty(TILE, np.int32)
    for draw in range(ranks.shape[0]):
        row = ranks[draw][start : start + size]
        for i in range(size):
            place = np.int32(min(np.uint32(row[i] - 1), LAST))
            first = min(max(np.int32((place - a[i] >> power) + 1), none), one[i])
            second = min(max(np.int32((place - b[i] >> power) + 1), none), two[i])
            third = min(max(np.int32((place - c[i] >> power) + 1), none), three[i])
            found[i] = first + second + third
        for i in range(size):
            bins[starts[i] + found[i]] += 1


@kernel
def quantiles_within(  # noqa: PLR0913
    bins: Counts,
    starts: Ints,
    edges: Ints,
    shift: int,
    most: int,
    ranked: Ints,
    quantiles: Ints,
    low: Ints,
    high: Ints,
) -> None:
    """Find the bins that quantiles lie in.

    A quantile is the lowest rank that at least so many of the draws do not exceed. Draws in
    which an area has no rank do not count.

    Args:
        bins: of `count_ranks`, as are starts, edges and shift.
        starts: (m + 1,).
        edges: (m, 2w).
        shift: of the bins.
        most: the highest rank.
        ranked: (m,) the draws in which there is a rank.
        quantiles: (q,) thousandths, upwards.
        low: (q, m) is filled with the first rank of the bin; 0 for an area without ranks.
        high: (q, m) is filled with the one after its last.
    """
    for i in range(ranked.size):
        count, place, slot, rank = 0, 0, starts[i], np.int64(1)
        low[:, i], high[:, i] = 0, 1
        for edge in range(edges.shape[1] + 1):
            end = edges[i, edge] if edge < edges.shape[1] else np.int64(most + 1)
            step = np.int64(1) << shift if edge % 2 else end - rank
            bins_here = (end - rank) >> shift if edge % 2 else 1
            for _ in range(bins_here):
                count += bins[slot]
                slot += 1
                while (
                    ranked[i] > 0
                    and place < quantiles.size
                    and 1000 * count >= quantiles[place] * ranked[i]
                ):
                    low[place, i], high[place, i] = rank, rank + step
                    place += 1
                rank += step


@kernel
def rank_quantiles(
    ranks: Ranks, areas: tuple[int, int], most: int, quantiles: Ints, found: Ints
) -> None:
    """Write quantiles of the ranks of some areas, of a few draws; see `quantiles_within`.

    Args:
        ranks: (draws, m) ranks, 1 to `most`; 0 for none.
        areas: the first area, and the one after the last.
        most: the highest rank.
        quantiles: (q,) thousandths, upwards.
        found: (q, m) is filled; 0 for an area that never has a rank.
    """
    draws = ranks.shape[0]
    tile, short = np.empty((TILE, draws + APART), ranks.dtype), most > SPARSE * draws
    histogram = np.zeros(1 if short else most + 2, np.int32)
    for start in range(areas[0], areas[1], TILE):
        stop = min(start + TILE, areas[1])
        _into_rows(ranks, start, stop, tile)
        for i in range(start, stop):
            row = tile[i - start, :draws]
            if short:
                _by_sorting(row, quantiles, found[:, i])
            else:
                _by_counting(row, histogram, quantiles, found[:, i])


@kernel
def _into_rows(ranks: Ranks, start: int, stop: int, tile: Ranks) -> None:
    """Put the ranks of some areas in rows."""
    for draw in range(ranks.shape[0]):
        for i in range(start, stop):
            tile[i - start, draw] = ranks[draw, i]


@kernel
def _by_sorting(row: Ranks, quantiles: Ints, found: Ints) -> None:
    """Quantiles of a few of many ranks."""
    row = np.sort(row)
    none = np.searchsorted(row, 1)
    ranked = row.size - none
    for place in range(quantiles.size):
        last = (quantiles[place] * ranked + 999) // 1000
        found[place] = row[none + max(last, 1) - 1] if ranked > 0 else 0


@kernel
def _by_counting(row: Ranks, histogram: Counts, quantiles: Ints, found: Ints) -> None:
    """Quantiles by a walk along all ranks; the histogram is empty before and after."""
    low, high = row[0], row[0]
    for rank in row:
        low, high = min(low, rank), max(high, rank)
        histogram[rank] += 1
    ranked, count, place = row.size - histogram[0], 0, 0
    histogram[0] = 0
    found[:] = 0
    for rank in range(low, np.int64(high) + 1):
        count += histogram[rank]
        histogram[rank] = 0
        while place < quantiles.size and count > 0 and 1000 * count >= quantiles[place] * ranked:
            found[place] = rank
            place += 1


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
