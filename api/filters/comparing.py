"""Values against one another: numbers, texts, truth values and instants."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from operator import or_
from typing import Any

import numpy as np

from api.filters.columns import Column, Values
from api.filters.model import Sign
from api.filters.truth import UNKNOWN, Bools, Truth, sure, where_known
from api.filters.words import Words

Value = Column | str | None
SIGNS: dict[Sign, Callable[[Any, Any], Any]] = {
    "=": lambda left, right: left == right,
    "<>": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}
MIRRORED: dict[Sign, Sign] = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def compared(sign: Sign, left: Value, right: Value) -> Truth:
    """Where a comparison is true, and where false; neither where a value is missing.

    Args:
        sign: the comparison.
        left: values of one kind.
        right: values of the same kind.
    """
    if left is None or right is None:
        return UNKNOWN
    if isinstance(left, Words | str) or isinstance(right, Words | str):
        return _texts(sign, left, right)
    one, other = _ordered(left), _ordered(right)
    return where_known(SIGNS[sign](one, other), _known(one) & _known(other))


def among(value: Value, members: Sequence[Value]) -> Truth:
    """Where a value is one of several."""
    if isinstance(value, Words) and all(isinstance(each, str) for each in members):
        return value.among(each for each in members if isinstance(each, str))
    plain = [each for each in members if isinstance(each, np.ndarray) and each.ndim == 0]
    if (
        isinstance(value, np.ndarray)
        and len(plain) == len(members)
        and _known(np.array(plain)).all()
    ):
        return where_known(np.isin(value, np.array(plain)), _known(value))
    return reduce(or_, (compared("=", value, each) for each in members))


def _texts(sign: Sign, left: Value, right: Value) -> Truth:
    if isinstance(left, str) and isinstance(right, str):
        return sure(np.array(SIGNS[sign](left, right)))
    if isinstance(left, Words) and isinstance(right, str):
        return left.compared(sign, right)
    if isinstance(left, str) and isinstance(right, Words):
        return right.compared(MIRRORED[sign], left)
    assert isinstance(left, Words)  # noqa: S101
    assert isinstance(right, Words)  # noqa: S101
    return where_known(SIGNS[sign](left.texts, right.texts).astype(bool), left.known & right.known)


def _ordered(value: Value) -> Values:
    """Values that can be ordered: of truth values, FALSE comes before TRUE."""
    if isinstance(value, Truth):
        return np.where(value.yes, 1.0, np.where(value.no, 0.0, np.nan))
    assert isinstance(value, np.ndarray)  # noqa: S101
    return value


def _known(value: Values) -> Bools:
    found: Bools = ~(np.isnat(value) if value.dtype.kind == "M" else np.isnan(value))
    return found
