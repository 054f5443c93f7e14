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
        by_key = [_ranks(self._known[key], key, self._values[key]) for key in self.keys]
        return np.column_stack([*by_key, np.arange(len(self.rows), dtype=np.float64)])

    @cached_property
    def _values(self) -> dict[Key, list[Any]]:
        return {
            key: [_plain(self.columns[key.name], row) for row in self.rows.tolist()]
            for key in self.keys
        }

    @cached_property
    def _known(self) -> dict[Key, NDArray[Any]]:
        """The different values of each key, sorted."""
        return {
            key: np.unique(np.array([v for v in values if v is not None] or [0.0]))
            for key, values in self._values.items()
        }

    def _place(self, key: Key, value: Any) -> float:
        """Where a value stands among those of now; between two where it is not there."""
        known = self._known[key]
        if value is None:
            return NOWHERE
        try:
            at = int(np.searchsorted(known, value))
        except (TypeError, ValueError):
            return NOWHERE
        exact = at < len(known) and known[at] == value
        place = float(at) if exact else at - 0.5
        return -place if key.downward else place


def _ranks(known: NDArray[Any], key: Key, values: list[Any]) -> Places:
    places = np.full(len(values), NOWHERE)
    there = [row for row, value in enumerate(values) if value is not None]
    if there:
        found = np.searchsorted(known, np.array([values[row] for row in there])).astype(np.float64)
        places[there] = -found if key.downward else found
    return places


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
