"""A small country with a lake, an island and an area without a figure."""

import io

import matplotlib.image
import numpy as np
import pytest
import shapely

import geodata
from geodata.pictures.files import picture_bytes

SIDE = 5000.0  # metres
WEST, SOUTH = 150_000.0, 450_000.0


def place(column, row, side=SIDE):
    """A square of the grid in RD New."""
    x, y = WEST + column * SIDE, SOUTH + row * SIDE
    return shapely.box(x, y, x + side, y + side)


@pytest.fixture
def country() -> geodata.Boundaries:
    """Four by three squares; GM9001 has a lake, GM9012 an island, GM9006 no shape."""
    squares = [place(column, row) for row in range(3) for column in range(4)]
    lake = squares[0].centroid.buffer(1500)
    squares[0] = squares[0].difference(lake)
    squares[11] = shapely.MultiPolygon([squares[11], place(5, 2, 2000.0)])
    squares[5] = None
    codes = tuple(f"GM90{number:02d}" for number in range(1, 13))
    return geodata.Boundaries(
        level="municipality",
        vintage=2022,
        crs="EPSG:28992",
        codes=codes,
        names=codes,
        parents=(None,) * 12,
        geometry=np.array(squares, dtype=object),
    )


@pytest.fixture
def figures(country) -> dict[str, float]:
    """A value for each area, but for the last."""
    values = {code: float(number) for number, code in enumerate(country.codes)}
    return {**values, country.codes[-1]: np.nan}


@pytest.fixture
def drawn(country, figures) -> geodata.Choropleth:
    """Three classes: 0 to 3, 4 to 7 and 8 to 10, and one area that is missing."""
    return geodata.choropleth(country, figures, geodata.Fixed(breaks=[3, 7]))


@pytest.fixture
def pixels_of():
    """The colours of a figure, as a function of points in the coordinates of its map."""

    def look(figure):
        png = picture_bytes(figure, "png")
        image = matplotlib.image.imread(io.BytesIO(png), format="png")[..., :3]
        return (image * 255).round().astype(int)

    return look


@pytest.fixture
def color_at(pixels_of):
    """The colour that a figure has at a point of its map, as `#rrggbb`."""

    def look(figure, point, axes=0):
        image = pixels_of(figure)
        x, y = figure.axes[axes].transData.transform(point)
        return "#{:02x}{:02x}{:02x}".format(*image[image.shape[0] - 1 - int(y), int(x)])

    return look
