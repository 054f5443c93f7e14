"""What a place is among its neighbours, in words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geodata.neighbours import Bools, Floats

Kinds = NDArray[np.int8]

KINDS = (
    "hot spot",  # high among high
    "cold spot",  # low among low
    "pocket of deprivation",  # high among low
    "pocket of advantage",  # low among high
    "not significant",
    "no neighbours",
    "missing",
)


def kinds_of(own: Floats, around: Floats, significant: Bools) -> Kinds:
    """The kind of each area, as a place in `KINDS`, where a high value is a deprived one.

    Args:
        own: the value of each area, above 0 where it is high; NaN where it is missing (n,).
        around: that of its neighbours; NaN where it has none (n,).
        significant: which areas differ from what chance does (n,).
    """
    high, among_high = own > 0, around > 0
    conditions = {
        "missing": np.isnan(own),
        "no neighbours": np.isnan(around),
        "not significant": ~significant,
        "hot spot": high & among_high,
        "cold spot": ~high & ~among_high,
        "pocket of deprivation": high,
        "pocket of advantage": among_high,
    }
    numbers = [KINDS.index(kind) for kind in conditions]
    return np.select(list(conditions.values()), numbers).astype(np.int8)
