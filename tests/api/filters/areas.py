"""A few areas with every kind of value, some of them missing."""

from __future__ import annotations

from datetime import date

import numpy as np
import shapely
from shapely.geometry import box

from api.filters import Layer, Outlines

AREAS = [
    {"a": 1.0, "b": 2.0, "name": "Aé", "nick": "aé", "flag": True, "year": 2020},
    {"a": 0.0, "b": 0.0, "name": "aE", "nick": "Aé", "flag": False, "year": 2021},
    {"a": None, "b": 3.0, "name": "ss", "nick": "ß", "flag": None, "year": 2022},
    {"a": -2.0, "b": None, "name": None, "nick": "b", "flag": True, "year": 2023},
    {"a": 3.0, "b": 0.5, "name": "a'b", "nick": None, "flag": False, "year": 2024},
    {"a": 0.5, "b": -1.0, "name": "", "nick": "a%_b", "flag": None, "year": None},
    {"a": None, "b": None, "name": "À", "nick": "A", "flag": True, "year": 2020},
]
DAYS = ["2020-01-01", "2021-01-01", None, "2022-06-15", "2023-12-31", "2020-12-31", None]
SHAPES = [
    box(0, 0, 1, 1),
    box(1, 0, 3, 2),
    box(0, 1, 1, 3),
    None,
    box(1, 2, 2, 3),
    box(2, 2, 4, 4),
    box(3.5, 0, 4, 0.5),
]

for area, day, shape in zip(AREAS, DAYS, SHAPES, strict=True):
    area["day"] = date.fromisoformat(day) if day else None
    area["geometry"] = shape


def outlines(shapes=SHAPES, crs="OGC:CRS84"):
    """Shapes as a layer gives them."""
    found = np.array(shapes, dtype=object)
    return Outlines(lambda rows: found[rows], shapely.bounds(found), crs)


def layer(areas=AREAS):
    """The areas in columns."""
    columns = {name: [area[name] for area in areas] for name in areas[0] if name != "geometry"}
    return Layer(columns, outlines([area["geometry"] for area in areas]), years=frozenset({"year"}))


def chosen(expression, areas=AREAS):
    """Numbers of the areas that a filter chooses."""
    from api.filters import rows  # noqa: PLC0415

    return np.flatnonzero(rows(expression, layer(areas))).tolist()
