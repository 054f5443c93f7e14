"""Ranks, and points that follow from a rank, for one column at a time.

A value becomes one of 2³³ steps between the lowest and the highest, and is packed into one
64-bit key with the position of its area. Keys are radix-sorted: no branch depends on the
data, so the time does not either. Steps are monotone in floating-point arithmetic, and
values that share a step are compared themselves, so the order is exact.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mdi.core.compiler import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]
Keys = NDArray[np.uint64]

DIGIT_BITS, DIGITS = np.uint64(11), 3
AREA_BITS = np.uint64(31)  # the other 33 bits of a key are three digits
STEPS = 2.0**33 * (1.0 - 2.0**-40)  # so that the highest value stays below 2³³ steps
AREA = np.uint64((1 << 31) - 1)
DIGIT = np.uint64((1 << 11) - 1)


@kernel
def count_valid(values: Floats, reference: Bools) -> int:
    """How many values of the reference are not NaN."""
    count = 0
    for i in range(values.size):
        if reference[i] and not np.isnan(values[i]):
            count += 1
    return count


@kernel
def points_by_rank(  # noqa: PLR0913
    values: Floats,
    sign: float,
    reference: Bools,
    table: Floats,
    shared: bool,  # noqa: FBT001
    points: Floats,
) -> None:
    """Write into `points` what `table` gives for each area's ascending rank.

    Args:
        values: (n,) raw figures, finite or NaN.
        sign: +1 where more is worse, −1 where more is better.
        reference: (n,) which areas take part; the others get NaN.
        table: (2m − 1,) points of the ranks 1, 1½, 2, … m, m the number of valid values.
        shared: whether equal values share the highest of their ranks; else the average.
        points: (n,) is filled.
    """
    points[:] = np.nan
    count = (table.size + 1) // 2
    index, last = _ordered(values, sign, reference, count)
    first = 0
    while first < count:
        point = table[2 * last[first] if shared else first + last[first]]
        for k in range(first, last[first] + 1):
            points[index[k]] = point
        first = last[first] + 1


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
    shared: bool,  # noqa: FBT001
    points: Floats,
) -> None:
    """`points_by_rank` of these rows of (k, n) values, which have the same count."""
    for row in rows:
        points_by_rank(values[row], signs[row], reference, table, shared, points[row])


@kernel
def tie_groups(
    values: Floats,
    sign: float,
    reference: Bools,
    shared: bool,  # noqa: FBT001
    group: Ints,
) -> Floats:
    """The rank of every group of equal values, for columns too long for a table.

    Args:
        values: (n,) raw figures, finite or NaN.
        sign: +1 where more is worse, −1 where more is better.
        reference: (n,) which areas take part.
        shared: whether equal values share the highest of their ranks; else the average.
        group: (n,) is filled with the number of each area's group; −1 for the others.

    Returns:
        The ranks of the groups, upwards.
    """
    group[:] = -1
    count = count_valid(values, reference)
    index, last = _ordered(values, sign, reference, count)
    ranks = np.empty(count, np.float64)
    groups, first = 0, 0
    while first < count:
        ranks[groups] = last[first] + 1.0 if shared else (first + last[first]) / 2.0 + 1.0
        for k in range(first, last[first] + 1):
            group[index[k]] = groups
        groups += 1
        first = last[first] + 1
    return ranks[:groups].copy()


@kernel
def points_by_group(group: Ints, table: Floats, points: Floats) -> None:
    """Write into `points` (n,) what `table` gives for each area's group; NaN for none."""
    for i in range(group.size):
        points[i] = table[group[i]] if group[i] >= 0 else np.nan


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
    index, last = _ordered(values, -1.0, everyone, count)
    ranks[:] = 0
    first = 0
    while first < count:
        for k in range(first, last[first] + 1):
            ranks[index[k]] = first + 1
        first = last[first] + 1
    return count


@kernel
def _ordered(values: Floats, sign: float, reference: Bools, count: int) -> tuple[Ints, Ints]:
    """The valid areas by ascending value times `sign`.

    Returns:
        The (count,) areas in order, and where each run of equal values ends: at the place
        of the first of a run stands the place of its last.
    """
    keys = _radix_sort(_packed(values, sign, reference, count))
    index = np.empty(count, np.int32)
    last = np.empty(count, np.int32)
    first = 0
    while first < count:
        stop = first + 1
        while stop < count and keys[stop] >> AREA_BITS == keys[first] >> AREA_BITS:
            stop += 1
        for k in range(first, stop):
            index[k] = keys[k] & AREA
        last[first] = stop - 1
        if stop - first > 1:
            _split(values, sign, index, last, first, stop)
        first = stop
    return index, last


@kernel
def _packed(values: Floats, sign: float, reference: Bools, count: int) -> Keys:
    """Keys: the step of the value in the high bits, the area in the low ones.

    There is no branch in the loop, since gaps come as they please.
    """
    low, resolution = _steps(values, sign, reference)
    keys = np.empty(count + 1, np.uint64)  # the last takes what is not wanted
    m = 0
    for i in range(values.size):
        value = values[i]
        valid = reference[i] & (value == value)  # not NaN  # noqa: PLR0124
        step = np.int64((sign * value - low) * resolution) if valid else 0
        keys[m] = (np.uint64(step) << AREA_BITS) | np.uint64(i)
        m += valid
    return keys[:count]


@kernel
def _steps(values: Floats, sign: float, reference: Bools) -> tuple[float, float]:
    """The lowest value, and how many steps a unit has.

    A range that floating-point numbers cannot divide has no steps: all values share one.
    """
    low, high = np.inf, -np.inf
    for i in range(values.size):
        value = sign * values[i] if reference[i] else np.nan
        low = value if value < low else low  # noqa: FURB136
        high = value if value > high else high  # noqa: FURB136
    width = high - low
    resolution = STEPS / width if 0.0 < width < np.inf else 0.0
    return (low, resolution) if 0.0 < resolution < np.inf else (0.0, 0.0)


@kernel
def _radix_sort(keys: Keys) -> Keys:
    """Sort by the steps, lowest digit first; keys of one step keep their order."""
    counts = np.zeros((DIGITS, 1 << DIGIT_BITS), np.int32)
    for key in keys:
        for digit in range(DIGITS):
            counts[digit, (key >> (AREA_BITS + digit * DIGIT_BITS)) & DIGIT] += 1
    spare = np.empty_like(keys)
    for digit in range(DIGITS):
        starts = counts[digit]
        start = 0
        for d in range(starts.size):
            size = starts[d]
            starts[d] = start
            start += size
        shift = AREA_BITS + np.uint64(digit) * DIGIT_BITS
        for key in keys:
            d = (key >> shift) & DIGIT
            spare[starts[d]] = key
            starts[d] += 1
        keys, spare = spare, keys
    return keys


@kernel
def _split(  # noqa: PLR0913
    values: Floats, sign: float, index: Ints, last: Ints, first: int, stop: int
) -> None:
    """Order a run of one step by the values themselves, where they are not all equal."""
    differ = False
    for k in range(first + 1, stop):
        differ |= values[index[k]] != values[index[first]]
    if not differ:
        return
    run = index[first:stop].copy()
    index[first:stop] = run[np.argsort(sign * values[run])]
    start = first
    for k in range(first + 1, stop + 1):
        if k == stop or values[index[k]] != values[index[start]]:
            last[start] = k - 1
            start = k
