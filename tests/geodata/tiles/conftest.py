"""Decoding tiles with another library, and areas to make tiles of."""

import gzip
from collections import defaultdict

import mapbox_vector_tile
import numpy as np
import pytest
import shapely

from geodata import Boundaries
from geodata.sample import make_country
from geodata.tiles.grid import EXTENT, units
from geodata.tiles.matrix_sets import WEB, matrix_set


def boundaries_of(geometry, crs="OGC:CRS84", codes=None) -> Boundaries:
    codes = codes or [f"GM{n:04}" for n in range(len(geometry))]
    shapes = np.empty(len(geometry), object)
    shapes[:] = geometry
    none = (None,) * len(codes)
    return Boundaries("municipality", 2022, crs, tuple(codes), none, none, shapes)


def features(tile: bytes) -> list[dict]:
    """The features of a tile as mapbox-vector-tile reads them; y to the south."""
    plain = gzip.decompress(tile)
    layers = mapbox_vector_tile.decode(plain, default_options={"y_coord_down": True})
    (layer,) = layers.values()
    assert layer["version"] == 2
    assert layer["extent"] == EXTENT
    return layer["features"]


def decoded(tiles, zoom) -> dict[tuple[int, int], dict[str, object]]:
    """What every tile of a zoom shows of each area, in units of the world, buffer included."""
    found = {}
    for (z, column, row), tile in tiles.tiles.items():
        if z == zoom:
            origin = EXTENT * np.array([column, row])
            found[column, row] = {
                each["properties"]["area_code"]: shapely.transform(
                    shapely.geometry.shape(each["geometry"]), lambda xy, o=origin: xy + o
                )
                for each in features(tile)
            }
    return found


def whole(pieces) -> dict[str, object]:
    """Every area of a zoom, put together of what the tiles show without their buffers."""
    found = defaultdict(list)
    for (column, row), areas in pieces.items():
        x, y = EXTENT * column, EXTENT * row
        box = shapely.box(x, y, x + EXTENT, y + EXTENT)
        for code, shape in areas.items():
            found[code].append(shapely.intersection(shape, box))
    return {code: shapely.union_all(parts) for code, parts in found.items()}


def in_units(boundaries, zoom, grid=WEB) -> dict[str, object]:
    """The source in units of a zoom, by code."""
    there = ~shapely.is_missing(boundaries.geometry)
    found = matrix_set(grid)
    shapes = found.in_square(boundaries.moved_to(found.source_crs)[there])
    moved = shapely.transform(shapes, lambda xy: xy * units(zoom))
    codes = [code for code, shown in zip(boundaries.codes, there, strict=True) if shown]
    return dict(zip(codes, moved, strict=True))


@pytest.fixture(scope="session")
def invented() -> Boundaries:
    """300 neighbourhoods of the invented country."""
    layer = make_country(300, seed=1, years=range(2022, 2023)).vintages[0].layers["neighbourhood"]
    return boundaries_of(layer.geometry, "EPSG:28992", list(layer.codes))
