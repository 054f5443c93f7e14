"""Values of areas as MVT keeps them: every distinct value encoded once.

Source: Mapbox Vector Tile Specification 2.1, 4.4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.errors import BoundaryError

VALUE = 0x22  # a value of a layer
TEXT, FLOAT, DOUBLE, UINT, SINT, BOOL = 0x0A, 0x15, 0x19, 0x28, 0x30, 0x38
FIELDS = {"f": "Number", "i": "Number", "b": "Boolean", "U": "String"}

Column = Sequence[Any] | NDArray[Any]
Octets = NDArray[np.uint8]
Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Attributes:
    """The values of n areas.

    Attributes:
        fields: the type of each key as TileJSON names it: "String", "Number" or "Boolean".
        choices: which value each area has for each key, -1 for none (n, keys).
        octets: the bytes of all distinct values.
        begins: where the bytes of each value begin (values + 1).
    """

    fields: dict[str, str]
    choices: NDArray[np.int32]
    octets: Octets
    begins: Ints

    @classmethod
    def of(cls, columns: Mapping[str, Column], areas: int) -> Attributes:
        """Encode columns; None and NaN are no value at all.

        Args:
            columns: numbers, texts or truth values of each area, by name (n).
            areas: how many areas there are.

        Raises:
            BoundaryError: a column of another length, or infinite numbers; all at once.
        """
        typed = {name: _typed(column) for name, column in columns.items()}
        _check(typed, areas)
        kinds = [values.dtype.kind for values, _ in typed.values()]
        choices = np.full((areas, len(typed)), -1, np.int32)
        octets, begins = [np.empty(0, np.uint8)], np.zeros(1, np.int64)
        for kind in dict.fromkeys(kinds):
            members = [i for i, each in enumerate(kinds) if each == kind]
            values, there = (list(each) for each in zip(*typed.values(), strict=True))
            distinct, choice = np.unique(
                np.concatenate([values[i][there[i]] for i in members]), return_inverse=True
            )
            _share(choices, members, there, choice + len(begins) - 1)
            more, ends = _encoded(distinct)
            octets.append(more)
            begins = np.concatenate((begins, begins[-1] + ends))
        fields = {name: FIELDS[kind] for name, kind in zip(typed, kinds, strict=True)}
        return cls(fields, choices, np.concatenate(octets), begins)

    def __add__(self, other: Attributes) -> Attributes:
        """These and more keys of the same areas."""
        shifted = np.where(other.choices >= 0, other.choices + len(self.begins) - 1, -1)
        return Attributes(
            self.fields | other.fields,
            np.ascontiguousarray(np.hstack((self.choices, shifted)), np.int32),
            np.concatenate((self.octets, other.octets)),
            np.concatenate((self.begins, self.begins[-1] + other.begins[1:])),
        )


def _check(columns: Mapping[str, tuple[NDArray[Any], NDArray[np.bool_]]], areas: int) -> None:
    problems = [
        f"'{name}' has {len(values)} values for {areas} areas"
        for name, (values, _) in columns.items()
        if len(values) != areas
    ]
    for name, (values, _) in columns.items():
        if values.dtype.kind == "f" and np.isinf(values).any():
            problems.append(f"'{name}' holds infinite numbers")
    if problems:
        message = "Some columns cannot be written into tiles."
        raise BoundaryError(message, problems)


def _typed(column: Column) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """A column as doubles, whole numbers, truth values or texts, and where it has a value."""
    values = np.asarray(column, object if isinstance(column, Sequence) else None)
    if values.dtype.kind == "O":
        return _of_objects(values)
    if values.dtype.kind == "f":
        return values.astype(np.float64) + 0.0, ~np.isnan(values)  # no minus zero
    whole = values.astype(np.int64) if values.dtype.kind in "iu" else values
    return whole, np.ones(len(whole), np.bool_)


def _of_objects(column: NDArray[Any]) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """The type that all values there have; texts of them where they have several."""
    there = np.array([v is not None and v == v for v in column], np.bool_)  # noqa: PLR0124
    kinds = {type(value) for value in column[there].tolist()}
    kinds = {float} if kinds == {int, float} else kinds
    plain = kinds.pop() if len(kinds) == 1 and kinds <= {int, float, bool} else str
    values = np.array([plain(v) if t else plain() for v, t in zip(column, there, strict=True)])
    return values.astype(plain), there


def _share(
    choices: NDArray[np.int32], members: list[int], there: list[NDArray[np.bool_]], choice: Ints
) -> None:
    """Fill in the choices of some keys from those of their values one after the other."""
    begin = 0
    for key in members:
        end = begin + int(there[key].sum())
        choices[there[key], key] = choice[begin:end]
        begin = end


def _encoded(values: NDArray[Any]) -> tuple[Octets, Ints]:
    """The bytes of distinct values, and where each ends."""
    if values.dtype.kind == "f":
        return _doubles(values)
    encoders: dict[str, Callable[[Any], bytes]] = {"i": _integer, "b": _truth, "U": _text}
    encode = encoders[values.dtype.kind]
    return _joined(_framed(encode(value)) for value in values.tolist())


def _joined(values: Iterable[bytes]) -> tuple[Octets, Ints]:
    all_values = list(values)
    octets = np.frombuffer(b"".join(all_values), np.uint8)
    return octets, np.cumsum(np.array([len(value) for value in all_values], np.int64))


def _doubles(values: NDArray[np.float64]) -> tuple[Octets, Ints]:
    """Doubles, or floats where these hold the same number."""
    with np.errstate(over="ignore"):
        short = values.astype("<f4")
    exact = short.astype(np.float64) == values
    ends = np.cumsum(np.where(exact, 7, 11))
    octets = np.empty(ends[-1] if len(ends) else 0, np.uint8)
    for mask, head, numbers in (
        (exact, (VALUE, 5, FLOAT), short),
        (~exact, (VALUE, 9, DOUBLE), values.astype("<f8")),
    ):
        size = 3 + numbers.itemsize
        place = (ends[mask] - size)[:, None] + np.arange(size)
        octets[place[:, :3]] = head
        octets[place[:, 3:]] = numbers[mask].view(np.uint8).reshape(-1, numbers.itemsize)
    return octets, ends


def _integer(number: int) -> bytes:
    sign, size = (SINT, -2 * number - 1) if number < 0 else (UINT, number)
    return bytes((sign,)) + varint(size)


def _truth(value: bool) -> bytes:  # noqa: FBT001
    return bytes((BOOL, value))


def _text(text: str) -> bytes:
    octets = text.encode()
    return bytes((TEXT,)) + varint(len(octets)) + octets


def _framed(octets: bytes) -> bytes:
    return bytes((VALUE,)) + varint(len(octets)) + octets


def varint(number: int) -> bytes:
    """A number in sevens of bits."""
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    found.append(number)
    return bytes(found)
