"""What counts tell of a share or a rate, where the logits or logarithms of areas are normal.

The posterior of one area is integrated by nine nodes of Gauss–Hermite quadrature around its mode,
which Newton's method finds: it is concave, so that there is one. Every area is by itself.

Source: Liu & Pierce (1994), A note on Gauss–Hermite quadrature.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from mdi.core.compiler import kernel

Floats = NDArray[np.float64]

NODES, DENSITIES = np.polynomial.hermite_e.hermegauss(9)
STEPS, LONGEST, CLOSE = 50, 2.0, 1e-6  # Newton doubles the digits with each step
TINY = 1e-300


@kernel
def posteriors(  # noqa: PLR0913
    of_people: bool,  # noqa: FBT001
    r: Floats,
    n: Floats,
    centre: Floats,
    between: Floats,
    mean: Floats,
    variance: Floats,
) -> None:
    """Write the mean and variance of what r of n tell of each area.

    Args:
        of_people: whether r of n people have something, so that x is a logit; else r events happen
            to n people, and x is the logarithm of their rate.
        r: (n,) counts, from 0 on.
        n: (n,) above 0.
        centre: (n,) the mean of x in the group of each area.
        between: (n,) the variance of x there, above 0.
        mean: (n,) is filled.
        variance: (n,) is filled.
    """
    for i in range(r.size):
        given = (r[i], n[i], centre[i], between[i])
        mode, bend = _mode(of_people, *given)
        spread = 1.0 / math.sqrt(bend)
        total, first, second = 0.0, 0.0, 0.0
        top = _density(of_people, *given, mode)
        for k in range(NODES.size):
            step = spread * NODES[k]
            height = _density(of_people, *given, mode + step) - top
            mass = DENSITIES[k] * math.exp(height + 0.5 * NODES[k] ** 2)
            total += mass
            first += mass * step
            second += mass * step * step
        away = first / total
        mean[i] = mode + away
        variance[i] = max(second / total - away * away, TINY)


@kernel
def _mode(
    of_people: bool,  # noqa: FBT001
    r: float,
    n: float,
    centre: float,
    between: float,
) -> tuple[float, float]:
    """Where the posterior is highest, and how sharply the logarithm of it bends there."""
    x, bend = _start(of_people, r, n, centre, between), 1.0
    for _ in range(STEPS):
        expected = math.exp(min(x, 700.0)) * n
        steep = expected
        if of_people:
            p = 1.0 / (1.0 + math.exp(-x))
            expected, steep = n * p, n * p * (1.0 - p)
        bend = steep + 1.0 / between
        step = (r - expected - (x - centre) / between) / bend
        x += min(max(step, -LONGEST), LONGEST)
        if abs(step) < CLOSE:
            break
    return x, bend


@kernel
def _start(
    of_people: bool,  # noqa: FBT001
    r: float,
    n: float,
    centre: float,
    between: float,
) -> float:
    """The figure itself and the centre, each by its precision."""
    rest = n - r + 0.5 if of_people else n
    precision = (r + 0.5) * (n - r + 0.5) / (n + 1.0) if of_people else r + 0.5
    weight = between / (between + 1.0 / precision)
    return centre + weight * (math.log((r + 0.5) / rest) - centre)


@kernel
def _density(  # noqa: PLR0913
    of_people: bool,  # noqa: FBT001
    r: float,
    n: float,
    centre: float,
    between: float,
    x: float,
) -> float:
    """The logarithm of the posterior at x, up to a constant."""
    around = (x - centre) ** 2 / (2.0 * between)
    if of_people:
        whole = max(x, 0.0) + math.log1p(math.exp(-abs(x)))
        return r * x - n * whole - around
    return r * x - n * math.exp(x) - around
