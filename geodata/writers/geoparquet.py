"""GeoParquet 1.1 with the box of every area in a column, so that readers skip what is elsewhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geodata.boundaries import Boundaries
from geodata.crs import projjson
from geodata.features import Features
from geodata.geoparquet import VERSION
from geodata.writers.beside import write_qml

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 4_096  # in a group, of which the smallest and largest box are kept
SIDES = ("xmin", "ymin", "xmax", "ymax")


def write_geoparquet(features: Features, path: Path) -> None:
    """Write GeoParquet 1.1: the attributes, `geometry` as WKB, and `bbox`, its covering.

    A `.qml` stands beside it where there is a style.
    Source: GeoParquet 1.1.0, "Column metadata" and "covering" (https://geoparquet.org).
    """
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    boundaries = features.boundaries
    wkb = shapely.to_wkb(boundaries.geometry, output_dimension=2, byte_order=1)
    table = features.table.append_column("geometry", pa.array(wkb, pa.binary()))
    table = table.append_column("bbox", _boxes(boundaries))
    made = table.replace_schema_metadata({"geo": json.dumps(_geo(boundaries))})
    again = [field.name for field in made.schema if pa.types.is_string(field.type)]
    pq.write_table(made, path, compression="zstd", row_group_size=ROWS, use_dictionary=again)
    write_qml(features.styles, path)


def _boxes(boundaries: Boundaries) -> pa.StructArray:
    """The box of each area; null for an area without a shape."""
    import pyarrow as pa  # noqa: PLC0415

    envelopes = boundaries.envelopes
    sides = [pa.array(side) for side in np.ascontiguousarray(envelopes.T)]
    nowhere = pa.array(np.isnan(envelopes).any(axis=1))
    return pa.StructArray.from_arrays(sides, names=SIDES, mask=nowhere)


def _geo(boundaries: Boundaries) -> dict[str, Any]:
    _, first = np.unique(shapely.get_type_id(boundaries.geometry), return_index=True)
    kinds = [shape.geom_type for shape in boundaries.geometry[first] if shape is not None]
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted(kinds),
        "crs": projjson(boundaries.crs),
        "covering": {"bbox": {side: ["bbox", side] for side in SIDES}},
    }
    if np.isfinite(boundaries.bounds).all():
        column["bbox"] = list(boundaries.bounds)
    return {"version": VERSION, "primary_column": "geometry", "columns": {"geometry": column}}
