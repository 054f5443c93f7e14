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
Steps = NDArray[np.int32]
Areas = NDArray[np.uint32]
Ranks = NDArray[Any]  # uint16 or uint32

DIGIT_BITS = 11
DIGIT = (1 << DIGIT_BITS) - 1
STEPS = 1 << 2 * DIGIT_BITS
AREA_BITS = np.uint32(32 - DIGIT_BITS)
AREA = np.uint32((1 << 32 - DIGIT_BITS) - 1)
MOST = 1 << 32 - DIGIT_BITS  # areas
DECIMAL = 1e12  # below twelve decimals a score is noise of floating-point arithmetic
LARGEST = 2000.0  # up to here means to twelve decimals are whole numbers that all differ
PART, AT_ONCE = 512, 8  # areas whose points stay near while the means of so many draws are made
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
    means, steps = np.empty((AT_ONCE, size)), np.empty(size, np.int32)
    order, spare = np.empty(size, np.uint32), np.empty(size, np.uint32)
    counts, shared = np.empty((2, 1 << DIGIT_BITS), np.int32), np.empty(size + 1, np.int64)
    high, resolution = _resolution(points, scale)
    for first in range(0, weights.shape[0], AT_ONCE):
        drawn = weights[first : first + AT_ONCE]
        for run in range(borders.size - 1):
            for start in range(borders[run], borders[run + 1], PART):
                part = slice(start, min(start + PART, borders[run + 1]))
                for draw in range(drawn.shape[0]):
                    _means(points[:, part], observed[run], drawn[draw], scale, means[draw, part])
        for draw in range(drawn.shape[0]):
            _step(means[draw], high, resolution, steps)
            _sort(steps, counts, spare, order)
            _rank(means[draw], steps, order, shared, ranks[first + draw])


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
    for draw in range(weights.shape[0]):
        for run in range(borders.size - 1):
            part = slice(borders[run], borders[run + 1])
            _means(points[:, part], observed[run], weights[draw], scale, keys[draw, part])
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
def _means(points: Floats, observed: Floats, weights: Floats, scale: float, mean: Floats) -> None:
    """The means of areas that have the same children, in units of the last decimal."""
    total = 0.0
    for k in range(weights.size):
        total += weights[k] * observed[k]
    mean[:] = 0.0
    for k in range(0, weights.size - 1, 2):  # two at once, added from left to right all the same
        weight, row, other_weight, other = weights[k], points[k], weights[k + 1], points[k + 1]
        for i in range(mean.size):
            mean[i] = (mean[i] + weight * row[i]) + other_weight * other[i]
    for k in range(weights.size - weights.size % 2, weights.size):
        for i in range(mean.size):
            mean[i] += weights[k] * points[k, i]
    for i in range(mean.size):
        mean[i] = np.rint(mean[i] / total * scale * DECIMAL)


@kernel
def _step(mean: Floats, high: float, resolution: float, steps: Steps) -> None:
    """The step of every mean below the highest that can be; means may round past the ends."""
    for i in range(mean.size):
        step = np.int32((high - mean[i]) * resolution)
        steps[i] = min(max(step, np.int32(0)), np.int32(STEPS - 1))


@kernel
def _sort(steps: Steps, counts: Steps, spare: Areas, order: Areas) -> None:
    """Write the areas by ascending step into `order`; those of one step keep their order."""
    counts[:] = 0
    for step in steps:
        counts[0, step & DIGIT] += 1
        counts[1, step >> DIGIT_BITS] += 1
    for digit in range(2):
        start = 0
        for d in range(counts.shape[1]):
            size = counts[digit, d]
            counts[digit, d] = start
            start += size
    for i in range(steps.size):
        step = steps[i]
        place = counts[0, step & DIGIT]
        counts[0, step & DIGIT] = place + 1
        spare[place] = (np.uint32(step >> DIGIT_BITS) << AREA_BITS) | np.uint32(i)
    for key in spare:
        place = counts[1, key >> AREA_BITS]
        counts[1, key >> AREA_BITS] = place + 1
        order[place] = key & AREA


@kernel
def _rank(mean: Floats, steps: Steps, order: Areas, shared: Ints, ranks: Ranks) -> None:
    """Ranks from the order of the steps; only what shares a step is looked at twice."""
    count, before = 0, np.int32(-1)
    for k in range(order.size):
        area = order[k]
        step = steps[area]
        ranks[area] = k + 1
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
