"""What GDAL writes: one layer with its attributes, the same bytes every time."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.crs import WGS84
from geodata.errors import BoundaryFileError
from geodata.features import Features

if TYPE_CHECKING:
    import pyarrow as pa

NAMES = {WGS84: "EPSG:4326"}  # GDAL keeps x before y under either name; this one all programs know
DATASET = {"GPKG": {"VERSION": "1.2"}}  # what programs of some years ago read without a warning


def write_ogr(features: Features, path: Path, driver: str, **options: str) -> None:
    """Write the areas as multipolygons with a driver of GDAL.

    Args:
        features: the areas.
        path: a file that is not there.
        driver: the name that GDAL has for the format.
        options: creation options of the layer.

    Raises:
        BoundaryFileError: GDAL cannot write it.
    """
    from pyogrio import write_arrow  # noqa: PLC0415
    from pyogrio.errors import DataLayerError, DataSourceError  # noqa: PLC0415

    crs = features.boundaries.crs
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Normalized/laundered field name")
            write_arrow(
                _with_shapes(features),
                path,
                layer=path.stem,
                driver=driver,
                geometry_name="geometry",
                geometry_type="MultiPolygon",
                crs=NAMES.get(crs, crs),
                dataset_options=DATASET.get(driver),
                layer_options=options,
            )
    except (DataSourceError, DataLayerError) as error:
        message = f"'{path.name}' cannot be written as {driver}: {error}."
        raise BoundaryFileError(message) from error


def _with_shapes(features: Features) -> pa.Table:
    import pyarrow as pa  # noqa: PLC0415

    return features.table.append_column("geometry", pa.array(features.wkb, pa.binary()))
