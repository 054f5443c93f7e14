"""Orders and pages: a page is found again by what stood at its end, also in another edition."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from geodata.geojson import Column
from mdi.errors import DeclarationError, did_you_mean

Rows = NDArray[np.int64]
Places = NDArray[np.float64]
NOWHERE = np.inf  # the place of an area without a value: behind all others


@dataclass(frozen=True)
class Key:
    """What is sorted by.

    Attributes:
        name: a property.
        downward: whether the largest comes first.
    """

    name: str
    downward: bool


def key_of(word: str, names: Sequence[str]) -> Key:
    """A key of `sortby=`: a name, with a minus in front downward.

    Raises:
        DeclarationError: there is no such property.
    """
    name = word[1:] if word[:1] in {"+", "-"} else word
    if name not in names:
        hint = did_you_mean(name, list(names))
        raise DeclarationError(f"sortby: there is no property '{name}'", hint=hint)
    return Key(name, word.startswith("-"))


def first_of_each(keys: Sequence[Key]) -> tuple[Key, ...]:
    """Keys without those whose property stood before: they would decide nothing."""
    found: dict[str, Key] = {}
    for key in keys:
        found.setdefault(key.name, key)
    return tuple(found.values())


@dataclass(frozen=True, eq=False)
class Order:
    """Rows in an order that is the same in every edition: by keys, then by code.

    Attributes:
        rows: those that are listed, by code (m,).
        codes: the code of every row, sorted (n).
        columns: what can be sorted by.
        keys: what is sorted by.
    """

    rows: Rows
    codes: Sequence[str]
    columns: Mapping[str, Column]
    keys: tuple[Key, ...] = ()

    @cached_property
    def sorted(self) -> Rows:
        """The rows in this order (m,)."""
        if not self.keys:
            return self.rows
        order = np.lexsort(self._places.T[::-1])
        found: Rows = self.rows[order]
        return found

    def mark(self, row: int) -> str:
        """A word that tells where a row stands."""
        values = [_plain(self.columns[key.name], row) for key in self.keys]
        text = orjson.dumps([*values, self.codes[row]])
        return base64.urlsafe_b64encode(text).decode().rstrip("=")

    def behind(self, mark: str) -> int:
        """How many rows stand before that of a mark, or where it stood, and on it.

        Raises:
            DeclarationError: it is no mark of this order.
        """
        return self._count(mark, on_it=True)

    def before(self, mark: str) -> int:
        """How many rows stand before that of a mark, or where it stood; errors as in `behind`."""
        return self._count(mark, on_it=False)

    def _count(self, mark: str, *, on_it: bool) -> int:
        *values, code = self._read(mark)
        place = [self._place(key, value) for key, value in zip(self.keys, values, strict=True)]
        at = float(np.searchsorted(self._own_codes, code, "left"))
        there = at < len(self.rows) and self._own_codes[int(at)] == code
        wanted = np.array([*place, at if there else at - 0.5])
        return int(_not_behind(self._places, wanted, on_it=on_it).sum())

    def _read(self, mark: str) -> list[Any]:
        try:
            found = orjson.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        except (binascii.Error, ValueError):
            found = None
        fits = isinstance(found, list) and len(found) == len(self.keys) + 1
        if not fits or not isinstance(found[-1], str):
            hint = "Take it from a link to the next or the previous page, as it stands there."
            raise DeclarationError("The page that is asked for is not known.", hint=hint)
        return list(found)

    @cached_property
    def _own_codes(self) -> NDArray[np.str_]:
        return np.array([self.codes[row] for row in self.rows.tolist()], dtype=np.str_)

    @cached_property
    def _places(self) -> Places:
        """Where each row stands by every key, and by its code (m, k + 1)."""
        by_key = [self._ranked[key].places for key in self.keys]
        return np.column_stack([*by_key, np.arange(len(self.rows), dtype=np.float64)])

    @cached_property
    def _ranked(self) -> dict[Key, Ranked]:
        return {key: ranked(self.columns[key.name], self.rows, key) for key in self.keys}

    def _place(self, key: Key, value: Any) -> float:
        """Where a value stands among those of now; between two where it is not there."""
        known = self._ranked[key].known
        if value is None:
            return NOWHERE
        try:
            at = int(np.searchsorted(known, value))
        except (TypeError, ValueError):
            return NOWHERE
        exact = at < len(known) and known[at] == value
        place = float(at) if exact else at - 0.5
        return -place if key.downward else place


@dataclass(frozen=True, eq=False)
class Ranked:
    """The values of some rows by a key.

    Attributes:
        known: the different values, sorted.
        places: where each row stands among them (m,).
    """

    known: NDArray[Any]
    places: Places


def ranked(column: Column, rows: Rows, key: Key) -> Ranked:
    """Where rows stand by a key; those without a value behind all others."""
    values, there = _values(column, rows)
    known, found = np.unique(values[there], return_inverse=True)
    places = np.full(len(rows), NOWHERE)
    places[there] = -found if key.downward else found
    return Ranked(known, places)


def _values(column: Column, rows: Rows) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """The values of some rows as an array, and where there is one (m,)."""
    if isinstance(column, np.ndarray):
        figures = column[rows]
        return figures, ~np.isnan(figures)
    given = [column[row] for row in rows.tolist()]
    there = np.array([value is not None for value in given], np.bool_)
    known = [value for value in given if value is not None]
    values = np.zeros(len(given), np.array(known or [0.0]).dtype)
    values[there] = known
    return values, there


def _not_behind(places: Places, wanted: Places, *, on_it: bool) -> NDArray[np.bool_]:
    """Which rows stand before a place; with what stands on it, or without."""
    less = np.zeros(len(places), np.bool_)
    same = np.ones(len(places), np.bool_)
    for column, value in zip(places.T, wanted, strict=True):
        less |= same & (column < value)
        same &= column == value
    return less | same if on_it else less


def _plain(column: Column, row: int) -> Any:
    value = column[row]
    if isinstance(value, np.generic):
        value = value.item()
    return None if value is None or value != value else value  # noqa: PLR0124 -- NaN
