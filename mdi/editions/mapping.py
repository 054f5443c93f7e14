"""A result and its shapes, joined on the area code: nothing is dropped in silence."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geodata
from mdi.columns import rows_of
from mdi.errors import counted
from mdi.result import IndexResult
from mdi.status import AreaStatus
from mdi.writing import write_bytes


@dataclass(frozen=True, slots=True, eq=False)
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

    def properties(self) -> list[dict[str, Any]]:
        """The columns of the result for every shape, in the order of the shapes."""
        rows = {row["area_code"]: row for row in rows_of(self.result)}
        empty = dict.fromkeys(next(iter(rows.values()), {}))
        found = []
        for code, name in zip(self.boundaries.codes, self.boundaries.names, strict=True):
            row = dict(rows.get(code) or {**empty, "status": AreaStatus.NOT_IN_TABLE})
            found.append({**row, "area_code": code, "area_name": row.get("area_name") or name})
        return found

    def to_geojson(self) -> bytes:
        """Every shape as a feature, in longitude and latitude; codes without one on top."""
        members = {"unmatched": self.without_shape(), "provenance": self.result.provenance}
        return geodata.feature_collection(
            self.boundaries.fragments, self.properties(), members=members
        )

    def write(self, path: Path) -> list[Path]:
        """Write as GeoJSON, whole or not at all; returns the files written."""
        return [write_bytes(path, self.to_geojson())]


def read_shapes(
    path: Path, result: IndexResult, code_column: str | None = None
) -> geodata.Boundaries:
    """Read the boundaries that go with a result; their codes are of the same level."""
    level = result.table.geography.level(result.table.level)
    return geodata.read_boundaries(
        path, level=level.id, code_column=code_column, code_pattern=level.pattern
    )
