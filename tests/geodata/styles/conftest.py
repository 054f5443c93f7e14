"""A street of squares with values."""

import numpy as np
import pytest
import shapely

from geodata import Boundaries, choropleth


def street(values, rule=None, palette=None):
    """One square for each value; None where there is none."""
    codes = tuple(f"GM{number:04d}" for number in range(1, len(values) + 1))
    shapes = np.array([shapely.box(x, 0, x + 1, 1) for x in range(len(values))], dtype=object)
    none = (None,) * len(values)
    layer = Boundaries("municipality", 2022, "OGC:CRS84", codes, none, none, shapes)
    return choropleth(layer, dict(zip(codes, values, strict=True)), rule, palette)


@pytest.fixture
def drawn():
    return street
