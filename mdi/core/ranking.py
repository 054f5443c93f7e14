"""Ranks, and points that follow from a rank, for one column at a time.

Values are sorted by spreading them over buckets, by linear interpolation between the
smallest and the largest; a crowded bucket is spread once more, and one that resists
(values that differ by orders of magnitude) is heap-sorted. Interpolation is monotone in
floating-point arithmetic, so the order is exact, and the time grows with the number of
values.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mdi.core.compiler import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]

SMALL = 24  # a bucket of this size is left to the insertion sort
FIRST_SPREAD = 16384  # buckets of the first pass over many values: they stay in the cache


@kernel
def count_valid(values: Floats, reference: Bools) -> int:
    """How many values of the reference are not NaN."""
    count = 0
    for i in range(values.size):
        if reference[i] and not np.isnan(values[i]):
            count += 1
    return count


@kernel
def points_by_rank(
    values: Floats, sign: float, reference: Bools, table: Floats, points: Floats
) -> None:
    """Write into `points` what `table` gives for each area's average-tied rank.

    Args:
        values: (n,) raw figures, finite or NaN.
        sign: +1 where more is worse, −1 where more is better.
        reference: (n,) which areas take part; the others get NaN.
        table: (2m − 1,) points of the ranks 1, 1½, 2, … m, m the number of valid values.
        points: (n,) is filled.
    """
    points[:] = np.nan
    count = (table.size + 1) // 2
    ordered, index = _sorted(values, sign, reference, count)
    first = 0
    while first < count:
        last = first
        while last + 1 < count and ordered[last + 1] == ordered[first]:
            last += 1
        point = table[first + last]
        for k in range(first, last + 1):
            points[index[k]] = point
        first = last + 1


@kernel
def count_valid_rows(values: Floats, reference: Bools) -> NDArray[np.int64]:
    """`count_valid` of every row of (k, n) values."""
    counts = np.empty(values.shape[0], np.int64)
    for row in range(values.shape[0]):
        counts[row] = count_valid(values[row], reference)
    return counts


@kernel
def points_by_rank_rows(  # noqa: PLR0913
    values: Floats,
    signs: Floats,
    reference: Bools,
    rows: NDArray[np.int64],
    table: Floats,
    points: Floats,
) -> None:
    """`points_by_rank` of these rows of (k, n) values, which have the same count."""
    for row in rows:
        points_by_rank(values[row], signs[row], reference, table, points[row])


@kernel
def ranks_downward(values: Floats, ranks: Ints) -> int:
    """Rank 1 for the highest; ties share the better rank; 0 where NaN.

    Args:
        values: (n,) scores, finite or NaN.
        ranks: (n,) is filled.

    Returns:
        The number of areas ranked.
    """
    everyone = np.ones(values.size, np.bool_)
    count = count_valid(values, everyone)
    ordered, index = _sorted(values, -1.0, everyone, count)
    ranks[:] = 0
    rank = 1
    for k in range(count):
        if k > 0 and ordered[k] != ordered[k - 1]:
            rank = k + 1
        ranks[index[k]] = rank
    return count


@kernel
def _sorted(values: Floats, sign: float, reference: Bools, count: int) -> tuple[Floats, Ints]:
    """The valid values times `sign`, upwards, and the area that each belongs to."""
    ordered, spare = np.empty(count, np.float64), np.empty(count, np.float64)
    index, spare_index = np.empty(count, np.int32), np.empty(count, np.int32)
    if count == values.size:
        for i in range(count):
            ordered[i] = sign * values[i]
            index[i] = i
    else:
        m = 0
        for i in range(values.size):
            if reference[i] and not np.isnan(values[i]):
                ordered[m] = sign * values[i]
                index[m] = i
                m += 1
    ends = _spread(ordered, index, spare, spare_index)
    first = 0
    for end in ends:
        if end - first > SMALL:
            _sort_crowded(
                ordered[first:end], index[first:end], spare[first:end], spare_index[first:end]
            )
        first = end
    _insertion_sort(ordered, index)
    return ordered, index


@kernel
def _sort_crowded(values: Floats, index: Ints, spare: Floats, spare_index: Ints) -> None:
    """Sort one crowded bucket."""
    first = 0
    for end in _spread(values, index, spare, spare_index):
        if end - first > SMALL:
            _heap_sort(values[first:end], index[first:end])
        first = end
    _insertion_sort(values, index)


@kernel
def _spread(values: Floats, index: Ints, spare: Floats, spare_index: Ints) -> Ints:
    """Bring values into ascending buckets; returns where each bucket ends.

    Equal values, and a range that floating-point numbers cannot divide, give no bucket
    or a single one.
    """
    count = values.size
    low, high = _extremes(values)
    if count == 0 or low == high:
        return np.empty(0, np.int32)
    buckets = _buckets(count)
    scale = (buckets - 1) / (high - low)
    if not 0.0 < scale < np.inf:
        return np.full(1, count, np.int32)
    ends = np.zeros(buckets, np.int32)
    for i in range(count):
        ends[np.int64((values[i] - low) * scale)] += 1
    start = 0
    for b in range(buckets):
        size = ends[b]
        ends[b] = start
        start += size
    for i in range(count):
        bucket = np.int64((values[i] - low) * scale)
        place = ends[bucket]
        spare[place] = values[i]
        spare_index[place] = index[i]
        ends[bucket] = place + 1
    values[:] = spare
    index[:] = spare_index
    return ends


@kernel
def _extremes(values: Floats) -> tuple[float, float]:
    """Lowest and highest of finite values; infinite where there is none."""
    low, high = np.inf, -np.inf
    for i in range(values.size):
        value = values[i]
        low, high = min(low, value), max(high, value)
    return low, high


@kernel
def _buckets(count: int) -> int:
    """How many buckets so many values are spread over: a power of two."""
    if count > 1 << 17:
        return FIRST_SPREAD
    buckets = 64
    while buckets < 4 * count:
        buckets *= 2
    return buckets


@kernel
def _insertion_sort(values: Floats, index: Ints) -> None:
    """Fast where every value is already near its place."""
    for i in range(1, values.size):
        value, area = values[i], index[i]
        j = i - 1
        while j >= 0 and values[j] > value:
            values[j + 1] = values[j]
            index[j + 1] = index[j]
            j -= 1
        values[j + 1] = value
        index[j + 1] = area


@kernel
def _heap_sort(values: Floats, index: Ints) -> None:
    """Never slower than n log n, whatever the values."""
    count = values.size
    for root in range(count // 2 - 1, -1, -1):
        _sift(values, index, root, count)
    for end in range(count - 1, 0, -1):
        _swap(values, index, 0, end)
        _sift(values, index, 0, end)


@kernel
def _sift(values: Floats, index: Ints, root: int, count: int) -> None:
    """Restore the heap below `root`."""
    while 2 * root + 1 < count:
        child = 2 * root + 1
        if child + 1 < count and values[child] < values[child + 1]:
            child += 1
        if values[root] >= values[child]:
            return
        _swap(values, index, root, child)
        root = child


@kernel
def _swap(values: Floats, index: Ints, i: int, j: int) -> None:
    """Exchange two values and their areas."""
    values[i], values[j] = values[j], values[i]
    index[i], index[j] = index[j], index[i]
