"""Columns of a layer as they are compared."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from api.filters.truth import Truth, where_known
from api.filters.words import Words, words

Values = NDArray[Any]  # numbers, or instants
Column = Values | Words | Truth


class Kind(StrEnum):
    """What can be compared with one another."""

    NUMBER = "numbers"
    TEXT = "texts"
    FLAG = "truth values"
    DATE = "dates"
    TIMESTAMP = "timestamps"
    SHAPE = "geometries"
    INTERVAL = "intervals"
    NOTHING = "nothing"


def column(values: NDArray[Any] | Sequence[Any]) -> Column:
    """Values of all areas, ready to be compared.

    Args:
        values: numbers (n,) with NaN where there is none; or texts, truth values, days or
            moments, with None.

    Raises:
        TypeError: values that cannot be compared with one another.
    """
    if not isinstance(values, np.ndarray):
        return _of_objects(list(values))
    if values.dtype.kind == "b":
        return Truth(values, ~values)
    if values.dtype.kind in "iuf":
        return values.astype(np.float64, copy=False)
    if values.dtype.kind == "M":
        return values.astype("M8[D]" if values.dtype == "M8[D]" else "M8[us]")
    return _of_objects(values.tolist())


def kind_of(found: Column) -> Kind:
    """What a column holds."""
    if isinstance(found, Words):
        return Kind.TEXT
    if isinstance(found, Truth):
        return Kind.FLAG
    if found.dtype.kind == "M":
        return Kind.DATE if found.dtype == "M8[D]" else Kind.TIMESTAMP
    return Kind.NUMBER


def _of_objects(values: list[Any]) -> Column:
    """A column of Python's own values, told by the first that is there."""
    first = next((each for each in values if each is not None and each == each), None)  # noqa: PLR0124
    if isinstance(first, bool):
        known = np.array([isinstance(each, bool) for each in values])
        return where_known(np.array([each is True for each in values]), known)
    if isinstance(first, datetime):
        return np.array(values, dtype="M8[us]")
    if isinstance(first, date):
        return np.array(values, dtype="M8[D]")
    if first is None or isinstance(first, int | float):
        return np.array(values, dtype=np.float64)
    return words(values)
