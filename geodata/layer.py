"""A layer as it stands in a file: columns and shapes, before anything is understood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from geodata.crs import Bools, Geometries


@dataclass(frozen=True, eq=False)
class Layer:
    """What a reader of any format returns.

    Attributes:
        columns: the attributes by name, each (n,).
        geometry: shapes (n,), None where a row has none.
        crs: the coordinate system, or None where the file names none.
        notes: what the reader had to say about the file.
    """

    columns: Mapping[str, np.ndarray[Any, Any]]
    geometry: Geometries
    crs: str | None
    notes: tuple[str, ...] = ()

    def text(self, column: str) -> list[str | None]:
        """One column as stripped text; None where it is empty."""
        stripped = (None if _absent(v) else str(v).strip() for v in self.columns[column])
        return [value or None for value in stripped]

    def rows(self, kept: Bools, notes: Iterable[str] = ()) -> Layer:
        """Some rows of the layer, with notes on why."""
        columns = {name: values[kept] for name, values in self.columns.items()}
        return Layer(columns, self.geometry[kept], self.crs, (*self.notes, *notes))

    def with_geometry(self, geometry: Geometries) -> Layer:
        """The same rows with other shapes."""
        return replace(self, geometry=geometry)


def _absent(value: Any) -> bool:
    return value is None or value != value  # noqa: PLR0124 -- NaN alone differs from itself
