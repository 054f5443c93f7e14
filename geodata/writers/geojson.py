"""GeoJSON: longitude and latitude, RFC 7946."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from geodata.features import Features
from geodata.geojson import Column, feature_collection
from geodata.writers.beside import write_qml

if TYPE_CHECKING:
    import pyarrow as pa


def write_geojson(features: Features, path: Path) -> None:
    """Write a FeatureCollection in longitude and latitude, with a `.qml` where there is a style."""
    members = {"unmatched": features.unmatched} if features.unmatched else None
    columns = {name: _values(features.table[name]) for name in features.table.column_names}
    fragments = features.boundaries.fragments
    path.write_bytes(feature_collection(fragments, columns, members=members))
    write_qml(features.styles, path)


def _values(column: pa.ChunkedArray) -> Column:
    """Decimal numbers as an array, NaN where there is none; all else as plain values."""
    values: Column = column.to_numpy() if str(column.type) == "double" else column.to_pylist()
    return values
