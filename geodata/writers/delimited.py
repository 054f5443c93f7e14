"""CSV: the attributes without the shapes."""

from __future__ import annotations

from pathlib import Path

from geodata.features import Features


def write_csv(features: Features, path: Path) -> None:
    """Write the attributes as CSV: UTF-8, decimal points, an empty cell where nothing is."""
    frame = features.table.to_pandas(integer_object_nulls=True)
    path.write_text(frame.to_csv(index=False, lineterminator="\n"), encoding="utf-8", newline="")
