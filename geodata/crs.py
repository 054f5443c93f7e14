"""Coordinate systems, and the way between them.

Coordinates are always kept as x, y: easting before northing, longitude before latitude,
whatever order the authority of a system declares. Between RD New and longitude and latitude
the way is RDNAPTRANS2018 (`geodata.rdnaptrans`); PROJ alone, without that grid, is 0.04 to
0.22 m off over the Netherlands. Every other system goes by PROJ. ETRS89 is taken for WGS84,
as Dutch practice does.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from geodata.errors import BoundaryError

if TYPE_CHECKING:
    from pyproj import CRS

RD_NEW = "EPSG:28992"
WGS84 = "OGC:CRS84"  # longitude, latitude
LONGITUDE_FIRST = {"EPSG:4326": WGS84}  # same datum, and x, y is how we keep it
RUN = 1 << 15  # points
MARGIN = 0.5  # degrees around the area of a system in which coordinates still pass

Geometries = np.ndarray[Any, np.dtype[np.object_]]
Floats = np.ndarray[Any, np.dtype[np.float64]]
Bools = np.ndarray[Any, np.dtype[np.bool_]]
Step = Callable[[Floats, Floats], tuple[Floats, Floats]]


def to_wgs84(geometries: Geometries, crs: str) -> Geometries:
    """Shapes in longitude and latitude, in two dimensions.

    Args:
        geometries: shapes (n,); None stays None.
        crs: the system they are in, as `authority` writes it.

    Raises:
        BoundaryError: coordinates that do not exist in that system.
    """
    return transformed(geometries, crs, WGS84)


def transformed(geometries: Geometries, crs: str, to: str) -> Geometries:
    """Shapes in another coordinate system, in two dimensions.

    Args:
        geometries: shapes (n,); None stays None.
        crs: the system they are in, as `authority` writes it.
        to: the system they go to.

    Raises:
        BoundaryError: coordinates that do not exist in either system, or no way between them.
    """
    if crs == to:
        flat: Geometries = shapely.force_2d(geometries)
        return flat
    moved: Geometries = shapely.transform(
        geometries, _in_runs(_way(crs, to)), include_z=False, interleaved=False
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
        Authority and code, of the flat part where heights come with it; the WKT of a system
        that nobody has registered.

    Raises:
        BoundaryError: it is no coordinate system.
    """
    crs = _crs(definition)
    flat = crs.sub_crs_list[0] if crs.is_compound else crs
    known = flat.to_authority()
    name = ":".join(known) if known else flat.to_wkt()
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
    if not elsewhere(np.array([bounds]), crs)[0]:
        return
    found = ", ".join(f"{side:.6g}" for side in bounds)
    message = f"The coordinates ({found}) do not lie in the area of {crs} ({area_name(crs)})."
    raise BoundaryError(message, hint=likely(bounds, crs))


def elsewhere(envelopes: Floats, crs: str) -> Bools:
    """Which envelopes lie outside the part of the world that a system is made for.

    Args:
        envelopes: west, south, east, north in `crs` (n, 4); NaN lies nowhere and passes.
        crs: the system they are said to be in.
    """
    area = _crs(crs).area_of_use
    known = np.isfinite(envelopes).all(axis=1)
    outside = np.zeros(len(envelopes), dtype=bool)
    if area is None or not known.any():
        return outside
    west, south, east, north = _in_degrees(envelopes[known], crs)
    beside = (east < area.west - MARGIN) | (west > area.east + MARGIN)
    beside |= (north < area.south - MARGIN) | (south > area.north + MARGIN)
    sound = (np.abs(west) <= 180) & (np.abs(east) <= 180) & (np.abs([south, north]) <= 90).all(0)
    outside[known] = beside | ~sound
    return outside


def likely(bounds: tuple[float, ...], crs: str) -> str:
    """What to do about coordinates that lie outside the area of their system.

    Args:
        bounds: west, south, east, north.
        crs: the system they are said to be in.
    """
    west, south, east, north = bounds
    turned = np.array([[south, west, north, east]])
    if not elsewhere(turned, crs)[0]:
        return "They lie there when x and y change places: declare the axes as 'yx'."
    for guess in (RD_NEW, WGS84):
        if guess != crs and not elsewhere(np.array([bounds]), guess)[0]:
            return f"The file is in another coordinate system than it says; it looks like {guess}."
    return "The file is in another coordinate system than it says."


def area_name(crs: str) -> str:
    """The part of the world that a system is made for, in the words of its authority."""
    area = _crs(crs).area_of_use
    return area.name if area else "the whole world"


def area_of(crs: str) -> tuple[float, float, float, float]:
    """The same as a box: west, south, east and north in degrees."""
    area = _crs(crs).area_of_use
    return area.bounds if area else (-180.0, -90.0, 180.0, 90.0)


@cache
def is_degrees(crs: str) -> bool:
    """Whether the coordinates of a system are longitudes and latitudes."""
    return bool(_crs(crs).is_geographic)


def northing_first(crs: str) -> bool:
    """Whether the authority of a system writes northing or latitude before the other axis."""
    return _crs(crs).axis_info[0].direction.lower() == "north"


def _in_degrees(envelopes: Floats, crs: str) -> Floats:
    """West, south, east, north of envelopes in degrees (4, n); infinite where there is none."""
    west, south, east, north = envelopes.T
    x, y = np.concatenate([west, west, east, east]), np.concatenate([south, north, south, north])
    lon, lat = (x, y) if crs == WGS84 else _way(crs, WGS84)(x, y)
    lon, lat = np.asarray(lon).reshape(4, -1), np.asarray(lat).reshape(4, -1)
    return np.array([lon.min(axis=0), lat.min(axis=0), lon.max(axis=0), lat.max(axis=0)])


def _crs(definition: Any) -> CRS:
    from pyproj import CRS  # noqa: PLC0415
    from pyproj.exceptions import CRSError  # noqa: PLC0415

    try:
        return CRS.from_user_input(_named(definition) or definition)
    except CRSError as error:
        message = f"'{definition}' is no coordinate system that we know."
        raise BoundaryError(message, hint=f"Use for instance {RD_NEW} or {WGS84}.") from error


def _named(definition: Any) -> str | None:
    """The name that PROJJSON gives to what it defines; None where it gives none.

    PROJ remembers what it has parsed, and would write the same system in other words from then on.
    """
    named = definition.get("id") if isinstance(definition, dict) else None
    if not isinstance(named, dict) or not {"authority", "code"} <= named.keys():
        return None
    return f"{named['authority']}:{named['code']}"


@cache
def _way(crs: str, to: str) -> Step:
    """The way from one system to another, over WGS84 where one of them is RD New."""
    from geodata.rdnaptrans import to_etrs89, to_rd  # noqa: PLC0415

    if crs == RD_NEW:
        return to_etrs89 if to == WGS84 else _joined(to_etrs89, _way(WGS84, to))
    if to == RD_NEW:
        return to_rd if crs == WGS84 else _joined(_way(crs, WGS84), to_rd)
    return _by_proj(crs, to)


def _in_runs(step: Step) -> Step:
    """The same for any number of points, a run at a time: what is computed stays in the cache."""

    def move(x: Floats, y: Floats) -> tuple[Floats, Floats]:
        moved = np.empty((2, len(x)))
        for begin in range(0, len(x), RUN):
            run = slice(begin, begin + RUN)
            moved[:, run] = step(x[run], y[run])
        return moved[0], moved[1]

    return move


def _joined(first: Step, second: Step) -> Step:
    return lambda x, y: second(*first(x, y))


def _by_proj(crs: str, to: str) -> Step:
    from pyproj import Transformer  # noqa: PLC0415
    from pyproj.exceptions import ProjError  # noqa: PLC0415

    try:
        step: Step = Transformer.from_crs(_crs(crs), _crs(to), always_xy=True).transform
    except ProjError as error:
        message = f"There is no way from {crs} to {to}."
        raise BoundaryError(message, hint="Declare the coordinate system of the file.") from error
    return step
