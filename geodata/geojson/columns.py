"""Columns of properties as JSON: every column is encoded once, at the speed of C."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from geodata.errors import BoundaryError, listed
from geodata.geojson.texts import Ints, Texts, elements, woven

Column = NDArray[Any] | Sequence[Any]
OPTIONS = orjson.OPT_SERIALIZE_NUMPY
NUMBERS, TEXTS = "fiub", "UO"  # the kinds of arrays that hold what JSON has


def encode_columns(columns: Mapping[str, Column], rows: Ints) -> Texts:
    """The properties of areas, one JSON object for each.

    Numbers have as many figures as tell them from all others (the shortest text that reads
    back to the same bits); NaN and infinite numbers become null, −0 becomes 0.

    Args:
        columns: the values of all areas by name, in one order.
        rows: which areas to encode (n,).

    Raises:
        BoundaryError: a value that JSON cannot hold.
    """
    parts: list[bytes | Texts] = []
    for name, column in columns.items():
        opening = b"," if parts else b"{"
        parts += [opening + orjson.dumps(name) + b":", _encoded(name, column, rows)]
    return woven([*parts, b"}" if parts else b"{}"], len(rows))


def check_lengths(columns: Mapping[str, Column], count: int) -> None:
    """Hold the columns against the number of areas.

    Raises:
        BoundaryError: columns with more or fewer values.
    """
    odd = [
        f"'{name}' has {len(column)}" for name, column in columns.items() if len(column) != count
    ]
    if odd:
        raise BoundaryError(f"A column has one value for each of the {count} areas.", [listed(odd)])


def _encoded(name: str, column: Column, rows: Ints) -> Texts:
    _check_kind(name, column)
    try:
        text = orjson.dumps(_plain(column, rows), default=dict, option=OPTIONS)
    except TypeError as error:
        message = f"The values of '{name}' cannot be written as JSON: {error}."
        raise BoundaryError(message) from error
    return elements(text, len(rows))


def _check_kind(name: str, column: object) -> None:
    kind = column.dtype if isinstance(column, np.ndarray) else type(column).__name__
    if not isinstance(column, np.ndarray | Sequence):
        message = f"'{name}' is a {kind}; a column is an array or a list."
        raise BoundaryError(message, hint="Put its values in the order of the shapes.")
    if isinstance(column, np.ndarray) and column.dtype.kind not in NUMBERS + TEXTS:
        message = f"'{name}' is an array of {kind}; JSON has numbers, truth values and texts."
        raise BoundaryError(message, hint="Make texts of it first.")


def _plain(column: Column, rows: Ints) -> Any:
    """The values of these rows, as orjson takes them."""
    if not isinstance(column, np.ndarray):
        return [column[row] for row in rows.tolist()]
    values = column[rows]
    if values.dtype.kind not in NUMBERS or isinstance(values, np.ma.MaskedArray):
        return values.tolist()
    native = np.ascontiguousarray(values, values.dtype.newbyteorder("="))
    return native + native.dtype.type(0) if native.dtype.kind == "f" else native
