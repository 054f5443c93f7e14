"""Tile matrix sets: how the tiles of every collection are cut (OGC 17-083r4; 20-057, 10)."""

from __future__ import annotations

from typing import Any

from api.errors import NotHereError
from api.http.answers import Answer
from api.http.formats import JSON
from api.http.links import address
from api.ogc.asked import Asked
from api.ogc.collections import links_to_itself
from api.ogc.documents import document
from api.ogc.systems import uri_of
from geodata.errors import BoundaryError
from geodata.tiles.grid import PIXELS
from geodata.tiles.matrix_sets import TileMatrixSet, matrix_set, matrix_sets

ALL = "/tileMatrixSets"


def tile_matrix_sets(asked: Asked) -> Answer:
    """The tile matrix sets that there are."""

    def make() -> dict[str, Any]:
        return {
            "title": asked.say("Tegelstelsels", "Tile matrix sets"),
            "links": links_to_itself(asked, ALL),
            "tileMatrixSets": [_entry(each, asked) for each in matrix_sets()],
        }

    return document(asked, make, "plain.html")


def tile_matrix_set(asked: Asked) -> Answer:
    """The definition of a tile matrix set.

    Raises:
        NotHereError: there is none of that name.
    """
    try:
        grid = matrix_set(asked.places["tileMatrixSetId"])
    except BoundaryError as error:
        raise NotHereError(error.message, hint=error.hint) from error

    def make() -> dict[str, Any]:
        return {**_defined(grid), "links": links_to_itself(asked, asked.path)}

    return document(asked, make, "plain.html")


def path_of(grid: TileMatrixSet) -> str:
    """Where its definition is, from the root of OGC API."""
    return f"{ALL}/{grid.id}"


def uri_of_matrix_set(grid: TileMatrixSet, asked: Asked) -> str:
    """Its name in the register of OGC; the address of its definition where it is not there."""
    return grid.uri or address(asked.root, path_of(grid), {"f": "json"})


def _entry(grid: TileMatrixSet, asked: Asked) -> dict[str, Any]:
    link = asked.link("self", path_of(grid), JSON.media, query={"f": "json"})
    told = {"id": grid.id, "title": grid.title, "crs": uri_of(grid.crs), "links": [link.plain()]}
    return {**told, **({"uri": grid.uri} if grid.uri else {})}


def _defined(grid: TileMatrixSet) -> dict[str, Any]:
    """The definition as plain data (OGC 17-083r4, 6.2 and annex D)."""
    west, north = grid.origin
    names = {"uri": grid.uri, "wellKnownScaleSet": grid.well_known_scale_set}
    return {
        "id": grid.id,
        "title": grid.title,
        **{name: value for name, value in names.items() if value},
        "crs": uri_of(grid.crs),
        "orderedAxes": list(grid.axes),
        "boundingBox": {
            "lowerLeft": [west, _rounded(north - grid.side)],
            "upperRight": [_rounded(west + grid.side), north],
            "crs": uri_of(grid.crs),
            "orderedAxes": list(grid.axes),
        },
        "tileMatrices": [_matrix(grid, zoom) for zoom in range(grid.deepest + 1)],
    }


def _matrix(grid: TileMatrixSet, zoom: int) -> dict[str, Any]:
    return {
        "id": str(zoom),
        "scaleDenominator": grid.scale_of(zoom),
        "cellSize": grid.cell_size_of(zoom),
        "cornerOfOrigin": "topLeft",
        "pointOfOrigin": list(grid.origin),
        "tileWidth": PIXELS,
        "tileHeight": PIXELS,
        "matrixWidth": 1 << zoom,
        "matrixHeight": 1 << zoom,
    }


def _rounded(metres: float) -> float:
    """Without what binary fractions add."""
    return round(metres, 6)
