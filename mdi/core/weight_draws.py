"""Ranks of the index under many draws of its weights: the points of the domains stay as they are.

A draw is a weighted mean and an order. Values become one of 2²² steps, and areas are radix-sorted by
two digits of their step: the digit that is not yet sorted by travels with the area in 32 bits. Values
that share a step are compared themselves, so the order is exact. See `mdi.core.ranking`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mdi.core.compiler import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Steps = NDArray[np.uint32]
Areas = NDArray[np.uint32]
Ranks = NDArray[Any]  # uint16 or uint32
Four = tuple[Floats, Floats, Floats, Floats]

DIGIT_BITS = np.uint32(11)
DIGITS = 1 << 11
DIGIT = np.uint32(DIGITS - 1)
STEPS = DIGITS * DIGITS
AREA_BITS = np.uint32(32 - 11)
MOST = 1 << 32 - 11  # areas
AREA = np.uint32(MOST - 1)
DECIMAL = 1e12  # below twelve decimals a score is noise of floating-point arithmetic
LARGEST = 2000.0  # up to here means to twelve decimals are whole numbers that all differ
AT_ONCE = 4  # children that are added up in one pass over the areas
SHORT = 24  # areas of one step that are put right by insertion


@kernel
def ranks_by_weights(  # noqa: PLR0913
    points: Floats,
    borders: Ints,
    observed: Floats,
    weights: Floats,
    scale: float,
    ranks: Ranks,
) -> None:
    """Write the ranks of all areas under every draw of the weights; 1 is the highest mean.

    The mean is ``scale · Σ wx ÷ Σ w`` over the children that are observed, to twelve decimals,
    as a pass through the tree makes it. Equal means share the better rank.

    Args:
        points: (k, m) points of the children, times the scale at most `LARGEST` away from 0; 0
            where missing. Areas that lack the same children follow one another.
        borders: (p + 1,) where each run of such areas begins, and m.
        observed: (p, k) 1 where the areas of a run have the child, else 0.
        weights: (draws, k) weights; the observed ones of every run sum to more than 0.
        scale: multiplies the mean.
        ranks: (draws, m) is filled; uint16 or uint32.
    """
    size = points.shape[1]
    mean, steps = np.empty(size), np.empty(size, np.uint32)
    order, spare = np.empty(size, np.uint32), np.empty(size, np.uint32)
    counts, shared = np.empty((2, DIGITS), np.uint32), np.empty(size + 1, np.int64)
    high, resolution = _resolution(points, scale)
    rows = _in_fours(points)
    for draw in range(weights.shape[0]):
        _means(rows, borders, observed, weights[draw], scale, mean)
        _step(mean, high, resolution, steps)
        _sort(steps, counts, spare, order)
        _rank(mean, steps, order, shared, ranks[draw])


@kernel
def keys_by_weights(  # noqa: PLR0913
    points: Floats,
    borders: Ints,
    observed: Floats,
    weights: Floats,
    scale: float,
    keys: Floats,
) -> None:
    """Write the keys of all areas under every draw: the smaller, the better the place.

    Args:
        points: (k, m), as all that follows: see `ranks_by_weights`.
        borders: (p + 1,).
        observed: (p, k).
        weights: (draws, k).
        scale: multiplies the mean.
        keys: (draws, m) is filled with the means below 0, in units of the last decimal.
    """
    rows = _in_fours(points)
    for draw in range(weights.shape[0]):
        _means(rows, borders, observed, weights[draw], scale, keys[draw])
        for i in range(keys.shape[1]):
            keys[draw, i] = -keys[draw, i]


@kernel
def add_better(own: Floats, order: Ints, others: Floats, ranks: Ranks) -> None:
    """Add to the rank of every area how many of some other areas have a better place.

    Args:
        own: (m,) keys of the areas.
        order: (m,) the areas by ascending key.
        others: keys, upwards.
        ranks: (m,) is added to; equal keys share the better place.
    """
    before = 0
    for area in order:
        while before < others.size and others[before] < own[area]:
            before += 1
        ranks[area] += before


@kernel
def _resolution(points: Floats, scale: float) -> tuple[float, float]:
    """What no mean is above, and how many steps a unit has; no draw changes them.

    Where points do not vary, all means share one step.
    """
    low, high = 0.0, 0.0
    for k in range(points.shape[0]):
        for i in range(points.shape[1]):
            low, high = min(low, points[k, i]), max(high, points[k, i])
    low, high = low * scale * DECIMAL, high * scale * DECIMAL
    width = high - low
    return high, STEPS / width if width > 0.0 else 0.0


@kernel
def _in_fours(points: Floats) -> Floats:
    """The points, and children without points behind them until their number is one of fours."""
    k, m = points.shape
    rows = np.zeros((-(-k // AT_ONCE) * AT_ONCE, m))
    rows[:k] = points
    return rows


@kernel
def _means(  # noqa: PLR0913
    rows: Floats, borders: Ints, observed: Floats, weights: Floats, scale: float, mean: Floats
) -> None:
    """The means of all areas in units of the last decimal; children are added from first to last."""
    drawn = np.zeros(rows.shape[0])
    drawn[: weights.size] = weights
    for run in range(borders.size - 1):
        first, last = borders[run], borders[run + 1]
        total, here = 0.0, mean[first:last]
        for k in range(weights.size):
            total += weights[k] * observed[run, k]
        here[:] = 0.0
        for k in range(0, drawn.size, AT_ONCE):
            a, b, c, d = rows[k], rows[k + 1], rows[k + 2], rows[k + 3]
            four = a[first:last], b[first:last], c[first:last], d[first:last]
            if k + AT_ONCE < drawn.size:
                _add(four, drawn[k:], here)
            else:
                _add_last(four, drawn[k:], total, scale, here)


@kernel
def _add(rows: Four, weights: Floats, mean: Floats) -> None:
    """Add the weighted points of four children, one after the other."""
    one, two, three, four = rows
    a, b, c, d = weights[0], weights[1], weights[2], weights[3]
    for i in range(mean.size):
        mean[i] = mean[i] + a * one[i] + b * two[i] + c * three[i] + d * four[i]


@kernel
def _add_last(rows: Four, weights: Floats, total: float, scale: float, mean: Floats) -> None:
    """Add those of the last four, and make the sum a mean in the same pass."""
    one, two, three, four = rows
    a, b, c, d = weights[0], weights[1], weights[2], weights[3]
    for i in range(mean.size):
        weighed = mean[i] + a * one[i] + b * two[i] + c * three[i] + d * four[i]
        mean[i] = np.rint(weighed / total * scale * DECIMAL)


@kernel
def _step(mean: Floats, high: float, resolution: float, steps: Steps) -> None:
    """The step of every mean below the highest that can be; means may round past the ends."""
    for i in range(mean.size):
        step = np.int32((high - mean[i]) * resolution)
        steps[i] = min(max(step, np.int32(0)), np.int32(STEPS - 1))


@kernel
def _sort(steps: Steps, counts: Steps, spare: Areas, order: Areas) -> None:
    """Write the areas by ascending step into `order`; those of one step keep their order.

    All numbers are without sign, so that no place is looked at twice for being negative.
    """
    counts[:] = 0
    low, high = counts[0], counts[1]
    for step in steps:
        low[step & DIGIT] += np.uint32(1)
        high[step >> DIGIT_BITS] += np.uint32(1)
    for digit in range(2):
        start = np.uint32(0)
        for d in range(counts.shape[1]):
            size = counts[digit, d]
            counts[digit, d] = start
            start += size
    for i in range(steps.size):
        digit = steps[i] & DIGIT
        place = low[digit]
        low[digit] = place + np.uint32(1)
        spare[place] = (np.uint32(steps[i] >> DIGIT_BITS) << AREA_BITS) | np.uint32(i)
    for key in spare:
        place = high[key >> AREA_BITS]
        high[key >> AREA_BITS] = place + np.uint32(1)
        order[place] = key & AREA


@kernel
def _rank(mean: Floats, steps: Steps, order: Areas, shared: Ints, ranks: Ranks) -> None:
    """Ranks from the order of the steps; only what shares a step is looked at twice."""
    for k in range(order.size):
        ranks[order[k]] = k + 1
    count, before = 0, np.uint32(STEPS)
    for k in range(order.size):
        step = steps[order[k]]
        shared[count] = k  # whether it counts is known without a branch
        count += step == before
        before = step
    shared[count] = -1
    at = 0
    while at < count:
        first = shared[at] - 1
        while shared[at + 1] == shared[at] + 1:
            at += 1
        run = order[first : shared[at] + 1]
        _settle(mean, run)
        _rank_run(mean, run, first, ranks)
        at += 1


@kernel
def _rank_run(mean: Floats, run: Areas, first: int, ranks: Ranks) -> None:
    """Ranks of areas in order, the first of which has this place."""
    rank = first + 1
    for k in range(run.size):
        if k > 0 and mean[run[k]] != mean[run[k - 1]]:
            rank = first + k + 1
        ranks[run[k]] = rank


@kernel
def _settle(mean: Floats, run: Areas) -> None:
    """Order the areas of one step by the means themselves, the highest first."""
    if run.size > SHORT:
        areas = run.copy()
        run[:] = areas[np.argsort(-mean[areas])]
        return
    for k in range(1, run.size):
        area = run[k]
        place = k
        while place > 0 and mean[run[place - 1]] < mean[area]:
            run[place] = run[place - 1]
            place -= 1
        run[place] = area
