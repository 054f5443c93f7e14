"""Filters without a language: `status=ranked` in an address."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable

from api.filters import instants
from api.filters.columns import Kind
from api.filters.errors import FilterError, misfits
from api.filters.model import And, Comparison, Expression, Flag, Number, Property, Text
from mdi.errors import Problem

FLAGS = {"true": True, "false": False}


def equals(name: str, text: str, kind: Kind) -> Expression:
    """The areas of which a property has one value.

    Args:
        name: the property.
        text: the value as it stands in an address.
        kind: what the property holds, as `Layer.kind` tells.

    Raises:
        FilterError: the text is no such value.
    """
    return Comparison("=", Property(name), _value(name, text, kind))


def every(parts: Iterable[Expression]) -> Expression:
    """The areas for which several filters hold; all areas where there is no filter."""
    given = tuple(parts)
    if not given:
        return Flag(value=True)
    return given[0] if len(given) == 1 else And(given)


def _value(name: str, text: str, kind: Kind) -> Expression:
    if kind is Kind.NUMBER:
        return Number(_number(name, text))
    if kind is Kind.TEXT:
        return Text(unicodedata.normalize("NFC", text))
    if kind is Kind.FLAG and text in FLAGS:
        return Flag(FLAGS[text])
    if kind is Kind.DATE:
        return instants.day(text)
    if kind is Kind.TIMESTAMP:
        return instants.moment(text)
    raise _no_value(name, text, kind)


def _number(name: str, text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise _no_value(name, text, Kind.NUMBER)
    return value


def _no_value(name: str, text: str, kind: Kind) -> FilterError:
    expected = {Kind.NUMBER: "one number", Kind.FLAG: "true or false"}.get(kind, "another filter")
    return misfits([Problem(f"holds {kind}, not '{text[:40]}'", name, expected=expected)])
