"""A tile matrix set as it is declared: where its square lies, and how large its pixels are.

Every zoom z cuts the square into 2**z × 2**z tiles of 256 pixels, rows counted from the north.
Source: OGC Two Dimensional Tile Matrix Set and Tile Set Metadata 2.0 (17-083r4), clause 6.
"""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, PositiveFloat, PositiveInt

from geodata.crs import WGS84, Geometries
from geodata.errors import BoundaryError
from geodata.tiles.grid import PIXELS, world

HERE = Path(__file__).parent
WEB = "WebMercatorQuad"
WEB_MERCATOR = "EPSG:3857"
PIXEL = 0.00028  # metres of a pixel on a screen (17-083r4, 6.1.1)

Floats = NDArray[np.float64]


class TileMatrixSet(BaseModel):
    """A square in a coordinate system, whose tiles are cut in four at every zoom.

    Attributes:
        id: its name in addresses and files.
        title: what it is, in words.
        uri: its name in the register of OGC; None where it is not registered.
        well_known_scale_set: the URI of its scales; None where they have none.
        crs: the coordinate system, `"EPSG:28992"`.
        axes: the names of its axes, in the order of `origin`: x, y.
        origin: x and y of the north-western corner.
        cell_size: of a pixel of zoom 0, in the unit of the system, which is the metre.
        deepest: the highest zoom that is defined.
        highest: the zoom up to which tiles are made; from there on clients enlarge.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    title: str
    uri: str | None = None
    well_known_scale_set: str | None = None
    crs: str
    axes: tuple[str, str]
    origin: tuple[float, float]
    cell_size: PositiveFloat
    deepest: PositiveInt
    highest: PositiveInt

    @property
    def side(self) -> float:
        """The side of the square, in the unit of the system."""
        return PIXELS * self.cell_size

    @property
    def source_crs(self) -> str:
        """The system that shapes are taken from: that of GPS for the map of the web."""
        return WGS84 if self.crs == WEB_MERCATOR else self.crs

    def cell_size_of(self, zoom: int) -> float:
        """The side of a pixel, in the unit of the system."""
        return self.cell_size / (1 << zoom)

    def scale_of(self, zoom: int) -> float:
        """The denominator of the scale at which a pixel is 0.28 mm (17-083r4, 6.1.1)."""
        return self.cell_size_of(zoom) / PIXEL

    def in_square(self, shapes: Geometries) -> Geometries:
        """Shapes in the unit square: from 0 to 1, x to the east and y to the south.

        Args:
            shapes: in `source_crs` (n).

        Raises:
            BoundaryError: some of them lie outside of the square.
        """
        if self.crs == WEB_MERCATOR:
            placed: Geometries = shapely.transform(shapes, world)
            return placed
        placed = shapely.transform(shapes, self._placed)
        west, north, east, south = shapely.total_bounds(placed)
        if min(west, north) < 0 or max(east, south) > 1:
            message = f"Some areas lie outside of {self.id}."
            hint = f"It is made for the area of {self.crs}: leave it out, or check the shapes."
            raise BoundaryError(message, hint=hint)
        return placed

    def _placed(self, xy: Floats) -> Floats:
        """Places of the system in the unit square (n, 2)."""
        return (xy - self.origin) * (1, -1) / self.side


def matrix_set(name: str) -> TileMatrixSet:
    """The tile matrix set of that name.

    Raises:
        BoundaryError: there is none; the nearest is suggested.
    """
    found = next((each for each in matrix_sets() if each.id == name), None)
    if found is None:
        known = [each.id for each in matrix_sets()]
        near = get_close_matches(name, known, 1)
        hint = f"Did you mean '{near[0]}'?" if near else "There are: " + ", ".join(known) + "."
        raise BoundaryError(f"There is no tile matrix set '{name}'.", hint=hint)
    return found


@cache
def matrix_sets() -> tuple[TileMatrixSet, ...]:
    """All tile matrix sets that are declared, that of the web first."""
    paths = sorted(HERE.glob("*.toml"), key=lambda path: (path.stem != WEB, path.stem))
    return tuple(
        TileMatrixSet.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
        for path in paths
    )
