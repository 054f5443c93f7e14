"""Small shapes that several tests share."""

import numpy as np
import pytest
import shapely

from geodata import Boundaries


def square(x, y, side=1000.0):
    return shapely.box(x, y, x + side, y + side)


@pytest.fixture
def towns() -> Boundaries:
    """Three areas near Amersfoort in RD New: a square, one without a shape, an island pair."""
    pair = shapely.MultiPolygon([square(157_000, 463_000), square(159_000, 463_000)])
    geometry = np.array([square(155_000, 463_000), None, pair], dtype=object)
    return Boundaries(
        level="municipality",
        vintage=2022,
        crs="EPSG:28992",
        codes=("GM9101", "GM9102", "GM9103"),
        names=("Aa", None, "Cé"),
        parents=("PV91", "PV91", None),
        geometry=geometry,
    )
