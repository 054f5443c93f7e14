"""Tiles of a collection: the archive of an edition, tile by tile (OGC API – Tiles, Part 1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from api.errors import NotHereError
from api.http.answers import Answer
from api.http.formats import HTML, JSON, MVT, TILEJSON, NotAcceptableError
from api.http.links import Link
from api.ogc.asked import Asked
from api.ogc.collections import REL, Collection, collection_of, links_to_itself, title_of
from api.ogc.documents import document
from api.ogc.matrix_sets import path_of, uri_of_matrix_set
from api.ogc.systems import CRS84, uri_of
from geodata.tiles.matrix_sets import WEB, TileMatrixSet, matrix_set, matrix_sets
from mdi.errors import DeclarationError

if TYPE_CHECKING:
    from geodata.tiles.archive import Archive

KINDS = {"String": "string", "Number": "number", "Boolean": "boolean"}  # of TileJSON, of JSON
KNOWN = tuple(each.id for each in matrix_sets())


def tilesets(asked: Asked) -> Answer:
    """The tile sets of a collection: one for each tile matrix set."""
    found, archives = _archives(asked)

    def make() -> dict[str, Any]:
        return {
            "title": title_of(found, asked),
            "links": links_to_itself(asked, asked.path),
            "tilesets": [
                _described(found, matrix_set(name), archive, asked)
                for name, archive in archives.items()
            ],
        }

    return document(asked, make, "plain.html", asked.library.whole_mark)


def tileset(asked: Asked) -> Answer:
    """A tile set: where its tiles are, and what is in them.

    Raises:
        NotHereError: there is none.
        DeclarationError, NotAcceptableError: TileJSON of what TileJSON cannot describe.
    """
    name = asked.places["tileMatrixSetId"]
    found, archive = _archive(asked)
    grid = matrix_set(name)
    if asked.format is TILEJSON:
        _check_tilejson(asked, name)
        return document(asked, lambda: _tilejson(found, archive, asked), "plain.html")

    def make() -> dict[str, Any]:
        west, south, east, north = archive.bounds
        box = {"lowerLeft": [west, south], "upperRight": [east, north], "crs": CRS84}
        layers = [_layer(each, archive.zooms) for each in archive.metadata["vector_layers"]]
        return {**_described(found, grid, archive, asked), "boundingBox": box, "layers": layers}

    return document(asked, make, "plain.html")


def tile(asked: Asked) -> Answer:
    """One tile; 204 where no area lies in it, 404 outside of the limits (20-057, 7.1.2)."""
    places = asked.places
    _, archive = _archive(asked)
    zoom, row, column = (_number(places[name]) for name in ("tileMatrix", "tileRow", "tileCol"))
    if not _within(archive, zoom, row, column):
        first, last = archive.zooms[0], archive.zooms[-1]
        hint = (
            f"There are tiles of zooms {first} to {last}, within the limits of the tile set; "
            "rows and columns count from 0."
        )
        raise NotHereError("There is no such tile.", hint=hint)
    found = archive.tile(zoom, column, row)
    mark = asked.library.whole_mark
    if found is None:
        return Answer(MVT.media, mark, lambda: (), status=204)
    ready = {"gzip": lambda: [found]}
    return Answer(MVT.media, mark, lambda: [unpacked(found)], ready)


def unpacked(found: memoryview) -> bytes:
    """A tile for who does not read gzip."""
    from isal import isal_zlib  # noqa: PLC0415

    made: bytes = isal_zlib.decompress(found, 31)
    return made


def _archive(asked: Asked) -> tuple[Collection, Archive]:
    """A collection, and its tiles by the tile matrix set of the address."""
    name = asked.places["tileMatrixSetId"]
    if name not in KNOWN:
        hint = "There are: " + ", ".join(KNOWN) + "."
        raise NotHereError(f"There is no tile matrix set '{name}'.", hint=hint)
    found = collection_of(asked.library, asked.places["collection"])
    archive = asked.library.atlas.archive(found.layer.level, found.layer.year, name)
    if archive is None:
        raise _none_of(found, f" by {name}", name)
    return found, archive


def _archives(asked: Asked) -> tuple[Collection, dict[str, Archive]]:
    """A collection, and all tiles of it."""
    found = collection_of(asked.library, asked.places["collection"])
    archives = asked.library.atlas.archives(found.layer.level, found.layer.year)
    if not archives:
        raise _none_of(found)
    return found, archives


def _none_of(found: Collection, how: str = "", name: str | None = None) -> NotHereError:
    wanted = "tiles = true" if name is None else f'tiles = true, or "{name}" among those it names'
    hint = f"They lie in an edition of a plan with {wanted}: serve a store."
    return NotHereError(f"There are no tiles of '{found.id}'{how} here.", hint=hint)


def _check_tilejson(asked: Asked, name: str) -> None:
    if name == WEB:
        return
    hint = f"TileJSON describes tiles of {WEB} alone."
    if "f" in asked.query:
        raise DeclarationError(f"There is no format f=tilejson of tiles by {name}.", hint=hint)
    raise NotAcceptableError("No format that you accept.", hint=hint)


def _layer(told: Mapping[str, Any], zooms: range) -> dict[str, Any]:
    """A layer of the tiles as plain data (OGC 17-083r4, 7.1.5)."""
    fields = told["fields"].items()
    return {
        "id": told["id"],
        "dataType": "vector",
        "geometryDimension": 2,
        "minTileMatrix": str(zooms[0]),
        "maxTileMatrix": str(zooms[-1]),
        "propertiesSchema": {
            "type": "object",
            "properties": {name: {"type": KINDS[kind]} for name, kind in fields},
        },
    }


def _described(
    found: Collection, grid: TileMatrixSet, archive: Archive, asked: Asked
) -> dict[str, Any]:
    """A tile set as plain data (OGC 17-083r4, 7; 20-057, 8)."""
    path, zooms = f"/collections/{found.id}/tiles/{grid.id}", archive.zooms
    template = f"{asked.root}{path}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}?f=mvt"
    tilejson = [asked.link("describedby", path, TILEJSON.media, "TileJSON", {"f": "tilejson"})]
    links = [
        asked.link("self", path, JSON.media, query={"f": "json"}),
        asked.link("alternate", path, HTML.media, query={"f": "html"}),
        *(tilejson if grid.id == WEB else ()),
        asked.link(REL + "tiling-scheme", path_of(grid), JSON.media, query={"f": "json"}),
        Link(template, "item", MVT.media, templated=True),
    ]
    return {
        "title": title_of(found, asked),
        "dataType": "vector",
        "crs": uri_of(grid.crs),
        "tileMatrixSetURI": uri_of_matrix_set(grid, asked),
        "tileMatrixSetId": grid.id,
        "tileMatrixSetLimits": [_limits(zoom, archive) for zoom in zooms],
        "links": [link.plain() for link in links],
    }


def _tilejson(found: Collection, archive: Archive, asked: Asked) -> dict[str, Any]:
    """TileJSON 3.0: columns before rows, as map libraries name them."""
    path = f"{asked.root}/collections/{found.id}/tiles/{WEB}"
    west, south, east, north = archive.bounds
    first, last = archive.zooms[0], archive.zooms[-1]
    return {
        "tilejson": "3.0.0",
        "name": title_of(found, asked),
        "tiles": [f"{path}/{{z}}/{{y}}/{{x}}?f=mvt"],
        "scheme": "xyz",
        "minzoom": first,
        "maxzoom": last,
        "bounds": [west, south, east, north],
        "center": [(west + east) / 2, (south + north) / 2, first],
        "vector_layers": archive.metadata["vector_layers"],
    }


def _limits(zoom: int, archive: Archive) -> dict[str, Any]:
    """The rows and columns that hold areas; GDAL looks for its first tile in their middle."""
    names = ("minTileRow", "maxTileRow", "minTileCol", "maxTileCol")
    return {
        "tileMatrix": str(zoom),
        **dict(zip(names, archive.limits[zoom], strict=True)),
    }


def _within(archive: Archive, zoom: int, row: int, column: int) -> bool:
    """Whether a tile lies within the limits of its zoom."""
    if zoom not in archive.limits:
        return False
    top, bottom, left, right = archive.limits[zoom]
    return top <= row <= bottom and left <= column <= right


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise NotHereError("There is no such tile.", hint="Its name has three whole numbers.")
    return int(text)
