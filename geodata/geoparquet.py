"""GeoParquet 1.1, read and written with pyarrow alone (https://geoparquet.org)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from geodata.boundaries import Boundaries
from geodata.crs import WGS84, authority, projjson
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


def write_geoparquet(boundaries: Boundaries, path: Path) -> None:
    """Write areas as GeoParquet: `area_code, area_name, parent_code, geometry`.

    The same boundaries give the same bytes.
    """
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    schema = pa.schema(
        [
            pa.field("area_code", pa.string(), nullable=False),
            pa.field("area_name", pa.string()),
            pa.field("parent_code", pa.string()),
            pa.field("geometry", pa.binary()),
        ],
        metadata={"geo": json.dumps(_geo(boundaries))},
    )
    wkb = shapely.to_wkb(shapely.force_2d(boundaries.geometry), byte_order=1)
    columns = [boundaries.codes, boundaries.names, boundaries.parents, wkb]
    arrays = [pa.array(c, type=f.type) for c, f in zip(columns, schema, strict=True)]
    pq.write_table(pa.table(arrays, schema=schema), path, compression="zstd")


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


def _geo(boundaries: Boundaries) -> dict[str, Any]:
    shapes = boundaries.geometry[~shapely.is_missing(boundaries.geometry)]
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted({shape.geom_type for shape in shapes}),
        "crs": projjson(boundaries.crs),
    }
    if np.isfinite(boundaries.bounds).all():
        column["bbox"] = list(boundaries.bounds)
    return {"version": VERSION, "primary_column": "geometry", "columns": {"geometry": column}}
