"""The Gaussian copula: what observed normal scores say about missing ones."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from mdi.core.compiler import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@kernel
def conditional(scores: Floats, correlation: Floats, mean: Floats, deviation: Floats) -> None:
    """Mean and standard deviation of every missing normal score, given the observed ones.

    One triangular factor grows with each observed child; a missing child takes the place
    of its next row, so that no matrix is inverted. Areas are done one by one: the others
    do not touch their bits.

    Args:
        scores: (k, n) normal scores; NaN where missing.
        correlation: (k, k) positive definite.
        mean: (k, n) is filled where a score is missing and another of the area is not;
            NaN elsewhere.
        deviation: (k, n) is filled likewise.
    """
    size, areas = scores.shape
    factor, seen, freed = np.empty((size, size)), np.empty(size, np.int64), np.empty(size)
    for i in range(areas):
        known = 0
        for child in range(size):
            if not np.isnan(scores[child, i]):
                left = _next_row(correlation, child, seen[:known], factor)
                toward = _dot(factor[known], freed, known)
                factor[known, known] = left
                freed[known] = (scores[child, i] - toward) / left
                seen[known] = child
                known += 1
        for child in range(size):
            mean[child, i] = deviation[child, i] = np.nan
            if known > 0 and np.isnan(scores[child, i]):
                deviation[child, i] = _next_row(correlation, child, seen[:known], factor)
                mean[child, i] = _dot(factor[known], freed, known)


@kernel
def conditional_draw(scores: Floats, correlation: Floats, numbers: Floats, drawn: Floats) -> None:
    """A draw of every missing normal score, given the observed ones and those drawn before it.

    Args:
        scores: (k, n) normal scores; NaN where missing.
        correlation: (k, k) positive definite.
        numbers: (k, n) standard normal variables.
        drawn: (k, n) is filled where a score is missing and another of the area is not; NaN
            elsewhere.
    """
    size, areas = scores.shape
    factor, seen, freed = np.empty((size, size)), np.empty(size, np.int64), np.empty(size)
    for i in range(areas):
        known, observed = 0, 0
        for turn in range(2):  # the observed ones first
            for child in range(size):
                missing = np.isnan(scores[child, i])
                if missing != (turn == 1):
                    continue
                left = _next_row(correlation, child, seen[:known], factor)
                toward = _dot(factor[known], freed, known)
                number = numbers[child, i] if missing else (scores[child, i] - toward) / left
                drawn[child, i] = toward + left * number if missing and observed > 0 else np.nan
                factor[known, known], freed[known], seen[known] = left, number, child
                known += 1
                observed += not missing


@kernel
def _next_row(correlation: Floats, child: int, seen: Ints, factor: Floats) -> float:
    """Write the child's row below those of the children seen; return what stays unexplained."""
    known = seen.size
    unexplained = correlation[child, child]
    for a in range(known):
        found = correlation[child, seen[a]]
        for b in range(a):
            found -= factor[known, b] * factor[a, b]
        factor[known, a] = found / factor[a, a]
        unexplained -= factor[known, a] ** 2
    return float(np.sqrt(max(unexplained, 0.0)))


@kernel
def _dot(left: Floats, right: Floats, size: int) -> float:
    total = 0.0
    for a in range(size):
        total += left[a] * right[a]
    return total


@kernel
def expected_points(  # noqa: PLR0913
    mean: Floats, deviation: Floats, points: Floats, nodes: Floats, shares: Floats, row: Floats
) -> None:
    """Fill the gaps of a child with the expected points of its conditional normal score.

    Args:
        mean: (n,) conditional mean of the normal score; NaN for no gap.
        deviation: (n,) its standard deviation.
        points: (N,) the points of the reference, upwards: the quantile function.
        nodes: (q,) Gauss–Hermite nodes for a standard normal score.
        shares: (q,) their weights, which sum to 1.
        row: (n,) points of the child; only its gaps are filled.
    """
    low, high = points[0], points[-1]
    for i in range(row.size):
        if np.isnan(row[i]) and not np.isnan(mean[i]):
            total = 0.0
            for q in range(nodes.size):
                total += shares[q] * _quantile(points, mean[i] + deviation[i] * nodes[q])
            row[i] = max(low, min(high, total))


@kernel
def _quantile(points: Floats, score: float) -> float:
    """The points at a normal score: at place Φ(score) · (N + 1), between the two nearest."""
    share = 0.5 * math.erfc(-score / np.sqrt(2.0))
    place = max(0.0, min(points.size - 1.0, share * (points.size + 1) - 1.0))
    below = int(place)
    above = min(below + 1, points.size - 1)
    return float(points[below] + (place - below) * (points[above] - points[below]))
