"""A polygon layer with every kind of dirt, and one area of many vertices."""

from __future__ import annotations

from pathlib import Path

import geopandas as gpd
import numpy as np
import shapely

CRS = "EPSG:28992"
COAST = "GM9101"  # the area of many vertices


def square(n, side=1000.0):
    """The nth square of a row near Amersfoort."""
    return shapely.box(155_000 + 1000 * n, 463_000, 155_000 + 1000 * n + side, 464_000)


def bow_tie(n):
    """The nth square with two of its corners changed about."""
    x = 155_000 + 1000 * n
    return shapely.Polygon([(x, 463_000), (x + 1000, 464_000), (x + 1000, 463_000), (x, 464_000)])


def scribble(count=3000):
    """A line drawn at random, said to be the border of an area."""
    rng = np.random.default_rng(0)
    return shapely.polygons(rng.uniform((160_000, 470_000), (170_000, 480_000), (count, 2)))


def coast(vertices):
    """A rough circle far from the squares that crosses itself once."""
    turn = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    radius = 10_000 + 500 * np.sin(50 * turn)
    points = np.column_stack([200_000 + radius * np.cos(turn), 500_000 + radius * np.sin(turn)])
    crest = vertices // 200  # where the line bends most
    points[[crest, crest + 1]] = points[[crest + 1, crest]]
    return shapely.polygons(points)


def rows(vertices):
    """Code, shape and water of every row, and what is wrong with it."""
    collection = shapely.GeometryCollection([square(3), shapely.LineString([(0, 0), (1, 1)])])
    return [
        (COAST, coast(vertices), "NEE"),  # crosses itself; huge
        ("GM9102", bow_tie(0), "NEE"),
        ("GM9103", square(1), "NEE"),
        ("GM9103", square(2), "NEE"),  # twice
        ("GM9104", collection, "NEE"),
        ("GM9105", square(4, 1200), "NEE"),  # lies over its neighbour
        ("GM9106", square(5), "NEE"),
        ("GM9107", shapely.Polygon(), "NEE"),
        ("GM9108", None, "NEE"),
        ("GM9109", shapely.Point(155_000, 463_000), "NEE"),
        ("GM9110", shapely.LineString([(155_000, 463_000), (156_000, 463_000)]), "NEE"),
        ("GM9111", scribble(), "NEE"),
        ("GM9112", shapely.box(5, 52, 6, 53), "NEE"),  # in degrees
        ("WK911300", square(10), "NEE"),  # a district
        ("gm 14", square(11), "NEE"),
        (None, square(12), "NEE"),
        ("GM9103", square(30), "JA"),
        ("GM0998", square(31), "B"),
    ]


EXPECTED = {
    "duplicate_codes": ("GM9103",),
    "malformed_codes": ("gm 14",),
    "foreign_codes": ("WK911300",),
    "missing_codes": ("row 16",),
    "no_polygons": ("GM9109", "GM9110"),
    "beyond_repair": ("GM9111",),
    "elsewhere": ("GM9112",),
    "invalid": (COAST, "GM9102"),
    "mixed": ("GM9104",),
    "empty": ("GM9107", "GM9108"),
    "no_coverage": ("GM9105", "GM9106"),
}


def write_dirty_layer(path: Path, vertices: int = 1000, crs: str | None = CRS) -> Path:
    """Write the layer as GeoPackage or GeoJSON, by suffix."""
    codes, shapes, water = zip(*rows(vertices), strict=True)
    columns = {"gm_code": codes, "WATER": water}
    gpd.GeoDataFrame(columns, geometry=list(shapes), crs=crs).to_file(path)
    return path
