"""How many decimals the bounds of classes need, so that a legend says what a map shows."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10

import numpy as np

from geodata.classify import Classes, Values

MORE = 2  # decimals beyond the coarsest that a reader is asked to read
LAST = 15  # decimals that a double can have


@dataclass(frozen=True)
class Bounds:
    """The bounds of classes as they are shown.

    Attributes:
        lower: of each class; the lowest one is the lowest value, rounded down (k).
        upper: of each class; the highest one is the highest value, rounded up (k).
        decimals: how many are shown.
        exact: whether every value is in the class that the shown bounds put it in.
    """

    lower: tuple[float, ...]
    upper: tuple[float, ...]
    decimals: int
    exact: bool


def rounded_bounds(values: Values, classes: Classes) -> Bounds:
    """Round the bounds of classes to the fewest decimals that leave every value in its class.

    A break is shown as it is where that takes few decimals, such as a break of one's own, and
    the others have as many. Else a round number stands for it, at or above every value of the classes below it, and
    below every value above it. Where values lie too close for that, breaks are rounded as
    numbers are, and `exact` says so.

    Args:
        values: what was classed (n,), NaN where missing.
        classes: their classes, at least one.
    """
    inner = np.array(classes.upper[:-1], dtype=np.float64)
    below, above = _neighbours(np.sort(values[~np.isnan(values)]), inner)
    ends = np.array([classes.lower[0], classes.upper[-1]])
    coarse = _coarsest((ends[1] - ends[0]) / len(classes))
    short = np.round(inner, coarse + MORE + 1) == inner
    least = _needed(inner[short])
    if short.all():
        return _bounds(ends, inner, least, exact=True)
    first = max(coarse, least)
    for decimals in range(first, max(coarse + MORE, first) + 1):
        shown = np.where(short, inner, _parting(inner, below, above, decimals))
        if (shown < above).all() and (np.diff(shown) > 0).all():
            return _bounds(ends, shown, decimals, exact=True)
    return _close(ends, inner, max(coarse + 1, least))


def _needed(numbers: Values) -> int:
    """The fewest decimals in which all numbers can be written."""
    return next(d for d in range(LAST + 1) if d == LAST or (np.round(numbers, d) == numbers).all())


def _close(ends: Values, inner: Values, decimals: int) -> Bounds:
    """Bounds that are rounded as numbers are, with decimals until no two are the same."""
    while (np.diff(np.round(inner, decimals)) <= 0).any() and decimals < LAST:
        decimals += 1
    return _bounds(ends, np.round(inner, decimals), decimals, exact=False)


def _neighbours(known: Values, inner: Values) -> tuple[Values, Values]:
    """The highest value up to each break, and the lowest value above it."""
    fenced = np.concatenate([[-np.inf], known, [np.inf]])
    place = np.searchsorted(known, inner, side="right")
    return fenced[place], fenced[place + 1]


def _parting(inner: Values, below: Values, above: Values, decimals: int) -> Values:
    """The nearest number to each break that may part the same values."""
    near = np.round(inner, decimals)
    low = np.where(np.isfinite(below), below, near)
    return np.where((near < below) | (near >= above), _away(low, decimals, 1), near)


def _coarsest(width: float) -> int:
    """The decimals that still tell numbers apart that are the width of a class from another."""
    return max(0, -floor(log10(width))) if width > 0 else 0


def _away(values: Values, decimals: int, sign: int) -> Values:
    """Rounded up (1) or down (−1), unless they need no rounding."""
    near, step = np.round(values, decimals), 10.0**-decimals
    short = (values - near) * sign > 0
    return np.round(np.where(short, near + sign * step, near), decimals).astype(np.float64)


def _bounds(ends: Values, inner: Values, decimals: int, *, exact: bool) -> Bounds:
    """With the lowest value rounded down and the highest one up, so that none lies outside."""
    bottom, top = _away(ends[:1], decimals, -1), _away(ends[1:], decimals, 1)
    shown = [*bottom.tolist(), *inner.tolist(), *top.tolist()]
    return Bounds(tuple(shown[:-1]), tuple(shown[1:]), decimals, exact)
