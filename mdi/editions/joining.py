"""A result and the areas of a layer, joined on the area code: nothing is dropped in silence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

from geodata.geojson.areas import Areas
from mdi.columns import columns_of
from mdi.errors import counted
from mdi.result import IndexResult
from mdi.sensitivity.certainty import Certainty, SureResult
from mdi.status import AreaStatus

if TYPE_CHECKING:
    from geodata.geojson import Column

A_co = TypeVar("A_co", bound=Areas, covariant=True)


@dataclass(frozen=True, eq=False)
class JoinedResult(Generic[A_co]):
    """A result with the areas of a layer.

    Attributes:
        result: the index of the areas of the table.
        areas: those of the layer.
        certainty: how sure the ranks are; None where nothing tells.
    """

    result: IndexResult
    areas: A_co
    certainty: Certainty | None = None

    def without_shape(self) -> list[str]:
        """Codes of the table that no shape has, sorted."""
        return sorted(set(self.result.table.codes) - set(self.areas.codes))

    def without_figures(self) -> list[str]:
        """Codes of shapes that the table does not have, sorted."""
        return sorted(set(self.areas.codes) - set(self.result.table.codes))

    def warnings(self) -> list[str]:
        """What did not match, in words."""
        found = []
        if codes := self.without_shape():
            found.append(
                f"{counted(len(codes), 'area')} of the table without a shape: {', '.join(codes)}"
            )
        if codes := self.without_figures():
            found.append(
                f"{counted(len(codes), 'shape')} without a row in the table: {', '.join(codes)}"
            )
        return found

    def of_areas(self) -> dict[str, Column]:
        """The columns of the result, and those of its certainty, in the order of the table."""
        sure = {} if self.certainty is None else self.certainty.columns()
        return {**columns_of(self.result), **sure}

    @property
    def known(self) -> IndexResult | SureResult:
        """The result, with how sure its ranks are where that is known."""
        return self.result if self.certainty is None else SureResult(self.result, self.certainty)

    def columns(self) -> dict[str, Column]:
        """The same columns for every shape, in the order of the shapes.

        A shape without a row in the table keeps its own code and name, and its status is
        `not_in_table`; all its figures are missing.
        """
        found = {name: self.of_shapes(column) for name, column in self.of_areas().items()}
        names = zip(found["area_name"], self.areas.names, strict=True)
        return {
            **found,
            "area_code": self.areas.codes,
            "area_name": [given or of_shape for given, of_shape in names],
            "status": [told or AreaStatus.NOT_IN_TABLE for told in found["status"]],
        }

    def of_shapes(self, column: Column) -> Column:
        """A column of the table in the order of the shapes, missing where it has no row."""
        if isinstance(column, np.ndarray) and column.dtype == np.float64:
            return np.append(column, np.nan)[self._rows]
        if isinstance(column, np.ndarray):
            column = [rank or None for rank in column.tolist()]  # 0 is no rank
        known = [*column, None]
        return [known[row] for row in self._rows]

    @cached_property
    def _rows(self) -> list[int]:
        """Where each shape stands in the table; −1, the last of what is padded, for nowhere."""
        return [self.result.positions.get(code, -1) for code in self.areas.codes]
