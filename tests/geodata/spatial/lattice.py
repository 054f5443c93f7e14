"""Chessboards: the smallest countries with neighbours."""

import numpy as np
import shapely

from geodata import Boundaries
from geodata.neighbours import Neighbours


def codes_of(count):
    return tuple(f"GM{place:05d}" for place in range(count))


def grid(high, wide):
    """Squares that are neighbours by their sides, row after row."""
    place = np.arange(high * wide).reshape(high, wide)
    across = np.column_stack([place[:, :-1].ravel(), place[:, 1:].ravel()])
    down = np.column_stack([place[:-1].ravel(), place[1:].ravel()])
    return Neighbours.from_pairs(codes_of(high * wide), np.vstack([across, down]))


def line(count):
    """Areas in a row."""
    return grid(1, count)


def boundaries(*shapes, crs="EPSG:28992"):
    """Boundaries of these shapes, GM00000 and on."""
    geometry = np.array([*shapes, None], dtype=object)[:-1]
    nothing = (None,) * len(shapes)
    codes = codes_of(len(shapes))
    return Boundaries("municipality", 2022, crs, codes, nothing, nothing, geometry)


def chessboard(high, wide, side=100.0):
    """The squares of `grid`."""
    squares = [
        shapely.box(column * side, -row * side, (column + 1) * side, (1 - row) * side)
        for row in range(high)
        for column in range(wide)
    ]
    return boundaries(*squares)


def in_order(neighbours, order):
    """The same areas in another order."""
    return neighbours.among(np.asarray(order))
