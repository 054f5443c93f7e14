"""FlatGeobuf: one file that is read over the network by box (https://flatgeobuf.org)."""

from __future__ import annotations

from pathlib import Path

import shapely

from geodata.features import Features
from geodata.writers.beside import write_qml
from geodata.writers.ogr import write_ogr


def write_flatgeobuf(features: Features, path: Path) -> None:
    """Write FlatGeobuf, with a `.qml` beside it where there is a style.

    The spatial index has no place for an area without a shape: with such an area the file has
    no index, and its rows keep their order.
    """
    shapes = features.boundaries.geometry
    whole = not (shapely.is_missing(shapes) | shapely.is_empty(shapes)).any()
    write_ogr(features, path, "FlatGeobuf", SPATIAL_INDEX="YES" if whole else "NO")
    write_qml(features.styles, path)
