"""A result and its shapes, joined on the area code: nothing is dropped in silence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

import geodata
from mdi.columns import columns_of
from mdi.editions.postgis.address import Address
from mdi.errors import counted
from mdi.result import IndexResult
from mdi.status import AreaStatus

if TYPE_CHECKING:
    from geodata.geojson import Column


@dataclass(frozen=True, eq=False)
class MappedResult:
    """A result with shapes.

    Attributes:
        result: the index of the areas of the table.
        boundaries: the shapes.
    """

    result: IndexResult
    boundaries: geodata.Boundaries

    def without_shape(self) -> list[str]:
        """Codes of the table that no shape has, sorted."""
        return sorted(set(self.result.table.codes) - set(self.boundaries.codes))

    def without_figures(self) -> list[str]:
        """Codes of shapes that the table does not have, sorted."""
        return sorted(set(self.boundaries.codes) - set(self.result.table.codes))

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

    def columns(self) -> dict[str, Column]:
        """The columns of the result for every shape, in the order of the shapes.

        A shape without a row in the table keeps its own code and name, and its status is
        `not_in_table`; all its figures are missing.
        """
        found = {name: self.of_shapes(column) for name, column in columns_of(self.result).items()}
        names = zip(found["area_name"], self.boundaries.names, strict=True)
        return {
            **found,
            "area_code": self.boundaries.codes,
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
        return [self.result.positions.get(code, -1) for code in self.boundaries.codes]

    def to_geojson(self) -> bytes:
        """Every shape as a feature, in longitude and latitude; codes without one on top."""
        members = {"unmatched": self.without_shape(), "provenance": self.result.provenance}
        return geodata.feature_collection(
            self.boundaries.fragments, self.columns(), members=members
        )

    def write(self, path: Path) -> list[Path]:
        """Write a layer that opens coloured, whole or not at all; GeoJSON has its provenance.

        Returns:
            The files that were written.

        Raises:
            BoundaryFileError: the ending is not known, or the file cannot be written.
        """
        from mdi.editions.styling import styles_of  # noqa: PLC0415

        frame = self.result.to_frame().set_index("area_code").reindex(self.boundaries.codes)
        if path.suffix.lower() == ".geojson":
            return self._write_geojson(path, styles_of(self.boundaries, frame[["index"]]))
        frame["status"] = frame["status"].fillna(AreaStatus.NOT_IN_TABLE)
        return geodata.write_boundaries(
            self.boundaries, path, frame, styles_of(self.boundaries, frame)
        )

    def _write_geojson(self, path: Path, styles: tuple[geodata.Style, ...]) -> list[Path]:
        """With provenance and the codes without a shape, and a style beside it."""
        from geodata.staging import staged  # noqa: PLC0415
        from geodata.writers.beside import write_qml  # noqa: PLC0415

        with staged(path.parent) as stage:
            (stage.folder / path.name).write_bytes(self.to_geojson())
            write_qml(styles, stage.folder / path.name)
        return sorted(stage.written, key=lambda written: written.name != path.name)


def read_shapes(
    path: Path | Address, result: IndexResult, code_column: str | None = None
) -> geodata.Boundaries:
    """Read the boundaries that go with a result; their codes are of the same level.

    Args:
        path: a file, or a table in a database.
        result: the index of the areas.
        code_column: the column with the area codes, where several hold codes.
    """
    level = result.table.geography.level(result.table.level)
    if isinstance(path, Address):
        from geodata.described import Described  # noqa: PLC0415
        from mdi.editions.postgis.reading import read_boundaries  # noqa: PLC0415

        described = Described(code_column=code_column, code_pattern=level.pattern)
        return read_boundaries(path, described, level=level.id)
    return geodata.read_boundaries(
        path, level=level.id, code_column=code_column, code_pattern=level.pattern
    )
