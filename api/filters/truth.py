"""Three-valued logic over all areas at once: true, false, or neither for want of a value.

Source: the truth table of CQL2 (OGC 21-065r2, clause 6.2), which is that of SQL.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Truth:
    """What holds where.

    Attributes:
        yes: where it is true (n,), or () where it is the same everywhere.
        no: where it is false; where neither holds it is unknown.
    """

    yes: Bools
    no: Bools

    def __and__(self, other: Truth) -> Truth:
        return Truth(self.yes & other.yes, self.no | other.no)

    def __or__(self, other: Truth) -> Truth:
        return Truth(self.yes | other.yes, self.no & other.no)

    def __invert__(self) -> Truth:
        return Truth(self.no, self.yes)


def sure(yes: Bools) -> Truth:
    """True or false everywhere."""
    found = np.asarray(yes, dtype=bool)
    return Truth(found, ~found)


def where_known(yes: Bools, known: Bools) -> Truth:
    """True or false where values are known, and neither elsewhere."""
    held = yes & known
    return Truth(held, known & ~held)


UNKNOWN = Truth(np.zeros((), dtype=bool), np.zeros((), dtype=bool))
