"""GeoParquet 1.0 and 1.1, read with pyarrow alone (https://geoparquet.org)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import shapely

from geodata.crs import WGS84, authority
from geodata.errors import BoundaryFileError
from geodata.layer import Layer

VERSION = "1.1.0"


def read_geoparquet(path: Path, layer: str | None = None) -> Layer:
    """The columns and shapes of a GeoParquet file.

    Args:
        path: the file.
        layer: not used; a Parquet file holds one layer.

    Raises:
        BoundaryFileError: it is no Parquet, or no GeoParquet with shapes as WKB.
    """
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    del layer
    try:
        table = pq.read_table(path)
    except (pa.ArrowException, OSError) as error:
        message = f"'{path}' is no Parquet file that can be read."
        raise BoundaryFileError(message) from error
    name, column = _geometry_column(path, table.schema.metadata or {})
    columns = {
        field: table[field].to_numpy()
        for field in table.column_names
        if field != name and not pa.types.is_nested(table.schema.field(field).type)
    }
    wkb = table[name].to_numpy()
    declared = column.get("crs", WGS84)
    return Layer(columns, shapely.from_wkb(wkb, on_invalid="fix"), declared and authority(declared))


def _geometry_column(path: Path, metadata: dict[bytes, bytes]) -> tuple[str, dict[str, Any]]:
    try:
        geo = json.loads(metadata[b"geo"])
        name = geo["primary_column"]
        column = geo["columns"][name]
    except (KeyError, ValueError) as error:
        message = f"'{path}' is a Parquet file without shapes: it has no 'geo' metadata."
        raise BoundaryFileError(message, hint="Write it as GeoParquet 1.0 or 1.1.") from error
    if column.get("encoding") != "WKB":
        message = f"'{path}' keeps its shapes as {column.get('encoding')}, not as WKB."
        raise BoundaryFileError(message, hint="Write it with the encoding WKB.")
    return name, column
