"""A table of a database as a file: the same rows give the same bytes."""

from __future__ import annotations

import json
from io import BytesIO
from typing import TYPE_CHECKING, Any

from mdi.editions.postgis.selecting import Selected

if TYPE_CHECKING:
    import pyarrow as pa

GEOMETRY = "geometry"


def parquet_of(selected: Selected) -> bytes:
    """The rows as Parquet."""
    return _written(selected.rows)


def geoparquet_of(selected: Selected, system: str | None) -> bytes:
    """The rows and their shapes, as they stand there, as GeoParquet.

    Args:
        selected: rows with shapes.
        system: their coordinate system; None where they name none.
    """
    import pyarrow as pa  # noqa: PLC0415

    from geodata.crs import projjson  # noqa: PLC0415
    from geodata.geoparquet import VERSION  # noqa: PLC0415

    name = GEOMETRY
    while name in selected.rows.column_names:
        name += "_"
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": [],  # not told
        "crs": projjson(system) if system else None,
    }
    geo = {"version": VERSION, "primary_column": name, "columns": {name: column}}
    made = selected.rows.append_column(name, pa.array(selected.shapes, pa.binary()))
    return _written(made.replace_schema_metadata({"geo": json.dumps(geo)}))


def _written(table: pa.Table) -> bytes:
    import pyarrow.parquet as pq  # noqa: PLC0415

    file = BytesIO()
    pq.write_table(table, file, compression="zstd")
    return file.getvalue()
