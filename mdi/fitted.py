"""What a rule has learnt from its reference: plain data that is applied, written and read.

A rule is declared; fitting it on a reference gives something fitted. The same fitted
thing scores any other areas, so that a subset, a later year or a request of one area is
measured with the same yardstick.
"""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BeforeValidator, ConfigDict, PlainSerializer

from mdi.declaration import Declaration

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]


def _array(numbers: Any) -> Floats:
    """Numbers from JSON or from a computation, in an order that the core can read."""
    try:
        return np.ascontiguousarray(numbers, np.float64)
    except TypeError:
        message = "expected a list of numbers"
        raise ValueError(message) from None


Numbers = Annotated[Floats, BeforeValidator(_array), PlainSerializer(lambda array: array.tolist())]


class Fitted(Declaration):
    """Something fitted: frozen, may hold arrays, survives JSON to the last bit."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
