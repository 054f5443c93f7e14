"""Noise of single figures, by numbers that follow from their key alone.

A number is a hash of key, draw and area (splitmix64), so that any draw of any area can be made at
any time by anyone, and another source of noise does not shift it. A normal variable is the quantile
of one number (algorithm AS 241): draws of different spreads run together.

Source: Steele, Lea & Flood (2014), Fast splittable pseudorandom number generators; Wichura (1988),
Algorithm AS 241.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from mdi.core.compiler import kernel

Floats = NDArray[np.float64]
Keys = NDArray[np.uint64]

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST, SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31))
SPARE = np.uint64(11)  # bits beyond the 53 of a floating-point number
UNIT = 2.0**-53

CENTRAL = (
    (3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427, 13731.693765509461125,
     45921.953931549871457, 67265.770927008700853, 33430.575583588128105, 2509.0809287301226727),
    (1.0, 42.313330701600911252, 687.18700749205790830, 5394.1960214247511077,
     21213.794301586595867, 39307.895800092710610, 28729.085735721942674, 5226.4952788528545610),
)  # fmt: skip
MIDDLE = (
    (1.42343711074968357734, 4.63033784615654529590, 5.76949722146069140550, 3.64784832476320460504,
     1.27045825245236838258, 0.241780725177450611770, 0.0227238449892691845833,
     7.74545014278341407640e-4),
    (1.0, 2.05319162663775882187, 1.67638483018380384940, 0.689767334985100004550,
     0.148103976427480074590, 0.0151986665636164571966, 5.47593808499534494600e-4,
     1.05075007164441684324e-9),
)  # fmt: skip
TAIL = (
    (6.65790464350110377720, 5.46378491116411436990, 1.78482653991729133580,
     0.296560571828504891230, 0.0265321895265761230930, 0.00124266094738807843860,
     2.71155556874348757815e-5, 2.01033439929228813265e-7),
    (1.0, 0.599832206555887937690, 0.136929880922735805310, 0.0148753612908506148525,
     7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
     2.04426310338993978564e-15),
)  # fmt: skip


@kernel
def uniforms(key: np.uint64, draw: int, areas: Keys, numbers: Floats) -> None:
    """Write a number above 0 and below 1 for every area.

    Args:
        key: of what is drawn.
        draw: the number of the draw.
        areas: (n,) the key of each area.
        numbers: (n,) is filled.
    """
    state = _mixed(key + GOLDEN * (np.uint64(draw) + np.uint64(1)))
    for i in range(numbers.size):
        numbers[i] = ((_mixed(state ^ areas[i]) >> SPARE) + 0.5) * UNIT


@kernel
def normals(key: np.uint64, draw: int, areas: Keys, numbers: Floats) -> None:
    """Write a standard normal variable for every area; see `uniforms`."""
    uniforms(key, draw, areas, numbers)
    for i in range(numbers.size):
        numbers[i] = _quantile(numbers[i])


@kernel
def as_logits(numbers: Floats, centre: Floats, spread: Floats, scale: float, out: Floats) -> None:
    """Write ``scale ÷ (1 + e^−(centre + spread · number))`` where there is a spread.

    Args:
        numbers: (n,) standard normal variables.
        centre: (n,) logits.
        spread: (n,) standard deviations on the scale of logits; NaN: nothing is written.
        scale: what a proportion of 1 is.
        out: (n,) is filled.
    """
    for i in range(out.size):
        if not np.isnan(spread[i]):
            out[i] = scale / (1.0 + math.exp(-(centre[i] + spread[i] * numbers[i])))


@kernel
def as_gammas(numbers: Floats, shape: Floats, unit: Floats, scale: float, out: Floats) -> None:
    """Write gamma variables by the cube of Wilson and Hilferty (1931); see `as_logits`."""
    for i in range(out.size):
        if not np.isnan(unit[i]):
            ninth = 1.0 / (9.0 * shape[i])
            root = max(0.0, 1.0 - ninth + numbers[i] * math.sqrt(ninth))
            out[i] = scale * unit[i] * shape[i] * root**3


@kernel
def as_logarithms(
    numbers: Floats, centre: Floats, spread: Floats, scale: float, out: Floats
) -> None:
    """Write ``scale · e^(centre + spread · number)``; see `as_logits`."""
    for i in range(out.size):
        if not np.isnan(spread[i]):
            out[i] = scale * math.exp(centre[i] + spread[i] * numbers[i])


@kernel
def as_normals(numbers: Floats, centre: Floats, spread: Floats, scale: float, out: Floats) -> None:
    """Write ``scale · (centre + spread · number)``; see `as_logits`."""
    for i in range(out.size):
        if not np.isnan(spread[i]):
            out[i] = scale * (centre[i] + spread[i] * numbers[i])


@kernel
def as_rounding(numbers: Floats, centre: Floats, spread: Floats, scale: float, out: Floats) -> None:
    """Add ``scale · (centre + spread · (number − ½))`` of uniform numbers; see `as_logits`."""
    for i in range(out.size):
        if not np.isnan(spread[i]):
            out[i] += scale * (centre[i] + spread[i] * (numbers[i] - 0.5))


@kernel
def as_denominators(
    numbers: Floats,
    units: Floats,
    weight: Floats,
    scale: float,  # noqa: ARG001
    out: Floats,
) -> None:
    """Divide by a denominator that was rounded, of uniform numbers; see `as_logits`.

    Args:
        numbers: (n,) from 0 to 1.
        units: (n,) the denominator ÷ what it was rounded to; it lies half a unit around.
        weight: (n,) how much of the change is taken; NaN: nothing is written.
        scale: is not used.
        out: (n,) is multiplied.
    """
    for i in range(out.size):
        if not np.isnan(weight[i]):
            real = max(units[i] + (numbers[i] - 0.5), 0.5)  # what is above 0 is a unit at least
            out[i] *= 1.0 + weight[i] * (units[i] / real - 1.0)


@kernel
def as_counts(numbers: Floats, most: Floats, people: Floats, scale: float, out: Floats) -> None:
    """Write ``scale · ⌊most · number⌋ ÷ people`` of uniform numbers; see `as_logits`.

    It is what a published count of so many becomes, to the last bit: such areas are equal.
    """
    for i in range(out.size):
        if not np.isnan(people[i]):
            out[i] = scale * math.floor(most[i] * numbers[i]) / people[i]


@kernel
def clip(low: float, high: float, out: Floats) -> None:
    """Bring figures (n,) within what can be; NaN stays NaN."""
    for i in range(out.size):
        value = out[i]
        if value < low or value > high:  # not NaN
            out[i] = low if value < low else high


@kernel
def _mixed(state: np.uint64) -> np.uint64:
    """The finaliser of splitmix64."""
    mixed = (state ^ (state >> SHIFTS[0])) * FIRST
    mixed = (mixed ^ (mixed >> SHIFTS[1])) * SECOND
    return mixed ^ (mixed >> SHIFTS[2])


@kernel
def _quantile(share: float) -> float:
    """The standard normal variable below which this share lies (AS 241, PPND16)."""
    q = share - 0.5
    if abs(q) <= 0.425:
        return q * _ratio(CENTRAL, 0.180625 - q * q)
    r = math.sqrt(-math.log(share if q < 0.0 else 1.0 - share))
    found = _ratio(MIDDLE, r - 1.6) if r <= 5.0 else _ratio(TAIL, r - 5.0)
    return -found if q < 0.0 else found


@kernel
def _ratio(terms: tuple[tuple[float, ...], tuple[float, ...]], x: float) -> float:
    """One polynomial ÷ another, constants first."""
    over, under = 0.0, 0.0
    for k in range(7, -1, -1):
        over = over * x + terms[0][k]
        under = under * x + terms[1][k]
    return over / under
