"""The two coordinate systems of this package, and the way between them.

Coordinates are always kept as x, y: easting before northing, longitude before latitude.
The wheel of pyproj carries no RDNAPTRANS2018 grid, so between RD New and WGS84 it falls back
on a Helmert transformation that is 0.04 to 0.15 m off over the Netherlands: less than a map
shows, too much for a land register.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geodata.errors import BoundaryError

if TYPE_CHECKING:
    from pyproj import CRS, Transformer

RD_NEW = "EPSG:28992"
WGS84 = "OGC:CRS84"  # longitude, latitude
LONGITUDE_FIRST = {"EPSG:4326": WGS84}  # same datum, and x, y is how we keep it

Geometries = np.ndarray[Any, np.dtype[np.object_]]


def to_wgs84(geometries: Geometries, crs: str) -> Geometries:
    """Shapes in longitude and latitude, in two dimensions.

    Args:
        geometries: shapes (n,); None stays None.
        crs: the system they are in, as `authority` writes it.

    Raises:
        BoundaryError: coordinates that do not exist in that system.
    """
    if crs == WGS84:
        flat: Geometries = shapely.force_2d(geometries)
        return flat
    moved: Geometries = shapely.transform(
        geometries, _transformer(crs).transform, include_z=False, interleaved=False
    )
    if not np.isfinite(shapely.get_coordinates(moved)).all():
        message = f"Some coordinates do not exist in {crs}."
        raise BoundaryError(message, hint="Check which coordinate system the file is in.")
    return moved


def authority(definition: Any) -> str:
    """The short name of a coordinate system, `"EPSG:28992"`.

    Args:
        definition: anything that pyproj understands: a name, WKT or PROJJSON.

    Returns:
        Authority and code; the WKT of a system that nobody has registered.

    Raises:
        BoundaryError: it is no coordinate system.
    """
    crs = _crs(definition)
    known = crs.to_authority()
    name = ":".join(known) if known else crs.to_wkt()
    return LONGITUDE_FIRST.get(name, name)


def projjson(crs: str) -> dict[str, Any]:
    """The system as PROJJSON, the form that GeoParquet keeps."""
    return _crs(crs).to_json_dict()


def check_place(bounds: tuple[float, ...], crs: str) -> None:
    """Hold coordinates against the part of the world their system is made for.

    Args:
        bounds: west, south, east, north in `crs`.
        crs: the system they are said to be in.

    Raises:
        BoundaryError: no part of the bounds lies there: the system is another one.
    """
    area = _crs(crs).area_of_use
    if area is None or not np.isfinite(bounds).all():
        return
    box = np.array([shapely.box(*bounds)])
    west, south, east, north = shapely.total_bounds(to_wgs84(box, crs))
    beside = east < area.west or west > area.east or north < area.south or south > area.north
    if beside or abs(west) > 180 or abs(north) > 90:
        found = ", ".join(f"{side:.6g}" for side in bounds)
        message = f"The coordinates ({found}) do not lie in the area of {crs} ({area.name})."
        raise BoundaryError(message, hint="The file is in another coordinate system than it says.")


def _crs(definition: Any) -> CRS:
    from pyproj import CRS  # noqa: PLC0415
    from pyproj.exceptions import CRSError  # noqa: PLC0415

    try:
        return CRS.from_user_input(definition)
    except CRSError as error:
        message = f"'{definition}' is no coordinate system that we know."
        raise BoundaryError(message, hint=f"Use for instance {RD_NEW} or {WGS84}.") from error


@cache
def _transformer(crs: str) -> Transformer:
    from pyproj import Transformer  # noqa: PLC0415

    return Transformer.from_crs(_crs(crs), WGS84, always_xy=True)
