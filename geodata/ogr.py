"""What GDAL reads: GeoJSON, GeoPackage, Shapefile (zipped too), FlatGeobuf."""

from __future__ import annotations

import warnings
from pathlib import Path

import shapely

from geodata.crs import authority
from geodata.errors import BoundaryError, BoundaryFileError
from geodata.layer import Layer

LARGEST = {"OGR_GEOJSON_MAX_OBJ_SIZE": "1024"}  # megabytes of one area; GDAL takes ten times that


def read_ogr(path: Path, layer: str | None = None) -> Layer:
    """The columns and shapes of a file that GDAL understands; its warnings become notes.

    Args:
        path: the file.
        layer: which layer, where the file has several.

    Raises:
        BoundaryFileError: GDAL cannot read it.
        BoundaryError: no such layer, or several and none was named.
    """
    from pyogrio.errors import DataLayerError, DataSourceError  # noqa: PLC0415
    from pyogrio.raw import read  # noqa: PLC0415

    _allow_large_areas()
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            meta, _, wkb, fields = read(path, layer=_choose(path, layer), force_2d=True)
        except (DataSourceError, DataLayerError, UnicodeDecodeError) as error:
            message = f"'{path}' cannot be read as a file of boundaries: {_reason(error)}."
            raise BoundaryFileError(message, hint="Is the file complete?") from error
    columns = dict(zip(meta["fields"], fields, strict=True))
    crs = meta["crs"] and authority(meta["crs"])
    notes = tuple(dict.fromkeys(f"GDAL: {warning.message}" for warning in said))
    return Layer(columns, shapely.from_wkb(wkb, on_invalid="fix"), crs, notes)


def _allow_large_areas() -> None:
    """Let GDAL read one area of some million vertices from GeoJSON, if nobody said otherwise."""
    from pyogrio import get_gdal_config_option, set_gdal_config_options  # noqa: PLC0415

    for name, size in LARGEST.items():
        if get_gdal_config_option(name) is None:
            set_gdal_config_options({name: size})


def _reason(error: Exception) -> str:
    """What GDAL says, without its advice to programmers."""
    return str(error).split(";")[0].rstrip(".")


def _choose(path: Path, layer: str | None) -> str:
    from pyogrio import list_layers  # noqa: PLC0415

    names = [str(name) for name, kind in list_layers(path) if kind]
    if layer is None and len(names) == 1:
        return names[0]
    if layer in names and layer is not None:
        return layer
    hint = "Name one with layer: " + ", ".join(names) + "." if names else None
    if layer is not None:
        message = f"'{path}' has no layer '{layer}' with shapes."
        raise BoundaryError(message, hint=hint)
    message = f"'{path}' has {len(names) or 'no'} layers with shapes."
    raise BoundaryError(message, hint=hint)
