"""The formats of boundary files, by suffix: how each is read, and how some are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from geodata.boundaries import Boundaries
from geodata.errors import BoundaryFileError, unwritable
from geodata.geoparquet import read_geoparquet, write_geoparquet
from geodata.layer import Layer
from geodata.ogr import read_ogr

Reader = Callable[[Path, str | None], Layer]
Writer = Callable[[Boundaries, Path], None]

READERS: dict[str, Reader] = {
    ".fgb": read_ogr,
    ".geojson": read_ogr,
    ".geoparquet": read_geoparquet,
    ".gpkg": read_ogr,
    ".json": read_ogr,
    ".parquet": read_geoparquet,
    ".shp": read_ogr,
    ".zip": read_ogr,
}
WRITERS: dict[str, Writer] = {
    ".geoparquet": write_geoparquet,
    ".parquet": write_geoparquet,
}


def read_layer(path: Path, layer: str | None = None) -> Layer:
    """The columns and shapes of a file, in whichever format its suffix names.

    Args:
        path: the file.
        layer: which layer, where the file has several.

    Raises:
        BoundaryFileError: no such file, a suffix we do not know, or a file that cannot be read.
    """
    if not path.exists():
        message = f"There is no file '{path}'."
        raise BoundaryFileError(message, hint="Check the path.")
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise _unknown(path, "read", READERS)
    return reader(path, layer)


def write_boundaries(boundaries: Boundaries, path: str | Path) -> None:
    """Write areas to a file; the suffix says how. The same boundaries give the same bytes.

    GeoParquet (`.parquet`) has the columns `area_code, area_name, parent_code, geometry`.

    Raises:
        BoundaryFileError: a suffix that we cannot write, or a place where we may not.
    """
    path = Path(path)
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise _unknown(path, "written", WRITERS)
    try:
        writer(boundaries, path)
    except OSError as error:
        raise unwritable(path, error) from error


def _unknown(path: Path, verb: str, known: Iterable[str]) -> BoundaryFileError:
    message = f"'{path.name}' has a suffix that cannot be {verb}."
    return BoundaryFileError(message, hint="Use one of: " + ", ".join(known) + ".")
