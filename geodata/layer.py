"""A layer as it stands in a file: columns and shapes, before anything is understood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from geodata.crs import Bools, Geometries

Ints = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True, eq=False)
class Layer:
    """What a reader of any format returns.

    Attributes:
        columns: the attributes by name, each (n,).
        geometry: shapes (n,), None where a row has none.
        crs: the coordinate system, or None where the file names none.
        notes: what the reader had to say about the file.
        numbers: which rows of the file these are, counted from 1 (n,); None where all are here.
    """

    columns: Mapping[str, np.ndarray[Any, Any]]
    geometry: Geometries
    crs: str | None
    notes: tuple[str, ...] = ()
    numbers: Ints | None = None

    @property
    def row_numbers(self) -> list[int]:
        """Where each row stands in the file, counted from 1."""
        if self.numbers is None:
            return list(range(1, len(self.geometry) + 1))
        found: list[int] = self.numbers.tolist()
        return found

    def text(self, column: str) -> list[str | None]:
        """One column as stripped text; None where it is empty."""
        stripped = (None if _absent(v) else str(v).strip() for v in self.columns[column])
        return [value or None for value in stripped]

    def rows(self, kept: Bools, notes: Iterable[str] = ()) -> Layer:
        """Some rows of the layer, with notes on why."""
        columns = {name: values[kept] for name, values in self.columns.items()}
        numbers = np.array(self.row_numbers, np.int64)[kept]
        return Layer(columns, self.geometry[kept], self.crs, (*self.notes, *notes), numbers)

    def with_geometry(self, geometry: Geometries) -> Layer:
        """The same rows with other shapes."""
        return replace(self, geometry=geometry)


def _absent(value: Any) -> bool:
    return value is None or value != value  # noqa: PLR0124 -- NaN alone differs from itself
