"""The formats of boundary files, by suffix: how each is read, and how some are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geodata.boundaries import Boundaries
from geodata.errors import BoundaryFileError
from geodata.features import Features, features_of
from geodata.geoparquet import read_geoparquet
from geodata.layer import Layer
from geodata.ogr import read_ogr
from geodata.staging import staged
from geodata.styles.model import Style
from geodata.writers import WRITERS

if TYPE_CHECKING:
    import pandas as pd

Reader = Callable[[Path, str | None], Layer]

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


def write_boundaries(
    boundaries: Boundaries,
    path: str | Path,
    columns: pd.DataFrame | Mapping[str, Mapping[str, Any]] | None = None,
    styles: Iterable[Style] = (),
) -> list[Path]:
    """Write areas to a file; the suffix says how. The same areas give the same bytes.

    GeoPackage (`.gpkg`) holds its styles; beside FlatGeobuf (`.fgb`), Shapefile (`.shp`), GeoJSON
    (`.geojson`) and GeoParquet (`.parquet`) stands a `.qml` with the first, which QGIS finds.
    CSV (`.csv`) and Excel (`.xlsx`) have the attributes alone. All begin with `area_code,
    area_name, parent_code`. Files appear whole or not at all.

    Args:
        boundaries: the areas.
        path: where to.
        columns: attributes by area code, as in `geodata.features.features_of`.
        styles: how columns are drawn; a map opens with the first.

    Returns:
        The files that were written.

    Raises:
        BoundaryFileError: a suffix that we cannot write, or a place where we may not.
        BoundaryError: columns that cannot be joined to the areas.
    """
    return write_features(features_of(boundaries, columns, tuple(styles)), path)


def write_features(features: Features, path: str | Path) -> list[Path]:
    """Write areas with their attributes; the suffix says how, as in `write_boundaries`.

    Raises:
        BoundaryFileError: a suffix that we cannot write, or a place where we may not.
    """
    path = Path(path)
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise _unknown(path, "written", WRITERS)
    with staged(path.parent) as stage:
        writer(features, stage.folder / path.name)
    return sorted(stage.written, key=lambda written: (written.name != path.name, written.name))


def _unknown(path: Path, verb: str, known: Iterable[str]) -> BoundaryFileError:
    message = f"'{path.name}' has a suffix that cannot be {verb}."
    return BoundaryFileError(message, hint="Use one of: " + ", ".join(known) + ".")
