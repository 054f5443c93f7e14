"""What a filter is held against: the columns of the areas of one layer, and their shapes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from api.filters.columns import Column, Kind, column, kind_of
from api.filters.truth import Bools
from geodata.crs import WGS84, Geometries
from geodata.envelopes import Envelopes

Rows = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Outlines:
    """The shapes of a layer, fetched where envelopes alone do not tell.

    Attributes:
        shapes: gives the shapes of some rows; None for an area without one.
        envelopes: west, south, east, north of every area (n, 4); NaN without a shape.
        crs: the system of both, as `geodata.crs.authority` names it.
        name: the property under which a filter knows them.
    """

    shapes: Callable[[Rows], Geometries]
    envelopes: Envelopes
    crs: str = WGS84
    name: str = "geometry"

    @property
    def known(self) -> Bools:
        """Which areas have a shape (n,)."""
        return np.isfinite(self.envelopes[:, 0])


@dataclass(frozen=True)
class Layer:
    """Areas that can be filtered.

    Columns are prepared when a filter first asks for them, and then kept with the layer.

    Attributes:
        columns: the properties that may be asked for: values of all areas, in the same order.
        outlines: their shapes; None for a layer without.
        years: columns that hold years, which are numbers and intervals of time as well.
    """

    columns: Mapping[str, NDArray[Any] | Sequence[Any]]
    outlines: Outlines | None = None
    years: frozenset[str] = frozenset()
    _prepared: dict[str, Column] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        if self.outlines is not None:
            return len(self.outlines.envelopes)
        return next((len(values) for values in self.columns.values()), 0)

    def __contains__(self, name: str) -> bool:
        return name in self.columns or (self.outlines is not None and name == self.outlines.name)

    @property
    def names(self) -> tuple[str, ...]:
        """Every property that may be asked for."""
        return (*self.columns, *([self.outlines.name] if self.outlines else []))

    def kind(self, name: str) -> Kind:
        """What a property holds."""
        if self.outlines is not None and name == self.outlines.name:
            return Kind.SHAPE
        return kind_of(self.column(name))

    def column(self, name: str) -> Column:
        """Values of all areas, ready to be compared."""
        if name not in self._prepared:
            self._prepared[name] = column(self.columns[name])
        return self._prepared[name]
