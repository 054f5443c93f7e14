"""A result on its shapes: files that open coloured, and GeoJSON."""

from __future__ import annotations

from pathlib import Path

import geodata
from mdi.editions.joining import JoinedResult
from mdi.editions.postgis.address import Address
from mdi.result import IndexResult
from mdi.status import AreaStatus


class MappedResult(JoinedResult[geodata.Boundaries]):
    """A result with shapes."""

    def to_geojson(self) -> bytes:
        """Every shape as a feature, in longitude and latitude; codes without one on top."""
        members = {"unmatched": self.without_shape(), "provenance": self.known.provenance}
        return geodata.feature_collection(self.areas.fragments, self.columns(), members=members)

    def write(self, path: Path) -> list[Path]:
        """Write a layer that opens coloured, whole or not at all; GeoJSON has its provenance.

        Returns:
            The files that were written.

        Raises:
            BoundaryFileError: the ending is not known, or the file cannot be written.
        """
        from mdi.editions.styling import styles_of  # noqa: PLC0415

        frame = self.known.to_frame().set_index("area_code").reindex(self.areas.codes)
        if path.suffix.lower() == ".geojson":
            return self._write_geojson(path, styles_of(self.areas, frame[["index"]]))
        frame["status"] = frame["status"].fillna(AreaStatus.NOT_IN_TABLE)
        return geodata.write_boundaries(self.areas, path, frame, styles_of(self.areas, frame))

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
