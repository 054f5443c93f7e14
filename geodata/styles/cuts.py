"""Where one class of a style ends and the next begins: a short number between their values."""

from __future__ import annotations

import math

import numpy as np

from geodata.classify import Classes, Values
from geodata.pictures.rounding import Bounds

DIGITS = 16  # beyond this, doubles have no more decimals to tell apart


def cuts(values: Values, classes: Classes, shown: Bounds) -> list[float]:
    """Where every class but the highest ends.

    A break is often a value itself. A format that rounds (a Shapefile keeps fifteen decimals)
    would push that area over the break; a short number in between is written exactly by all.
    The bounds of the legend are such numbers where they are exact.

    Args:
        values: what was classed (n,), NaN where missing.
        classes: their classes.
        shown: the bounds of the legend.

    Returns:
        Numbers that part the values as the classes do (k − 1).
    """
    if shown.exact:
        return list(shown.upper[:-1])
    known = np.append(np.sort(values[~np.isnan(values)]), np.inf)
    inner = np.array(classes.upper[:-1], dtype=np.float64)
    above = known[np.searchsorted(known, inner, side="right")]
    ends = np.minimum(above, np.array(classes.upper[1:], dtype=np.float64))
    return [cut(*each) for each in zip(inner.tolist(), ends.tolist(), strict=True)]


def cut(upper: float, above: float) -> float:
    """The shortest number from `upper`, itself included, up to `above`.

    >>> cut(12.345678, 12.47), cut(10.0, 12.0)
    (12.4, 10.0)
    """
    for digits in range(DIGITS + 1):
        scale = 10.0**digits
        shorter = math.ceil(upper * scale) / scale
        if upper <= shorter < above:
            return shorter
    return upper
