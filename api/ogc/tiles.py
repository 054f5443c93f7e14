"""Tiles of a collection: the archive of an edition, tile by tile (OGC API – Tiles, Part 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from api.errors import NotHereError
from api.http.answers import Answer
from api.http.formats import HTML, JSON, MVT, TILEJSON
from api.http.links import Link
from api.ogc.asked import Asked
from api.ogc.collections import REL, Collection, collection_of, links_to_itself, title_of
from api.ogc.documents import document
from api.ogc.systems import CRS84

if TYPE_CHECKING:
    from geodata.tiles.archive import Archive

QUAD = "WebMercatorQuad"
QUAD_URI = f"http://www.opengis.net/def/tilematrixset/OGC/1.0/{QUAD}"
WEB_MERCATOR = "http://www.opengis.net/def/crs/EPSG/0/3857"
SIDE = 20037508.342789244  # metres from the middle of the map to its edge
TILE = 256  # pixels
PIXEL = 0.00028  # metres of a pixel on a screen (OGC 17-083r4, 6.1)
DEEPEST = 24  # zooms of the tile matrix set


def tile_matrix_sets(asked: Asked) -> Answer:
    """The tile matrix sets that there are."""

    def make() -> dict[str, Any]:
        path = f"/tileMatrixSets/{QUAD}"
        link = asked.link("self", path, JSON.media, query={"f": "json"}).plain()
        return {
            "title": asked.say("Tegelstelsels", "Tile matrix sets"),
            "links": links_to_itself(asked, "/tileMatrixSets"),
            "tileMatrixSets": [{"id": QUAD, "title": QUAD, "uri": QUAD_URI, "links": [link]}],
        }

    return document(asked, make, "plain.html")


def tile_matrix_set(asked: Asked) -> Answer:
    """The definition of the tile matrix set (OGC 17-083r4, annex D.1)."""
    _check(asked.places["tileMatrixSetId"])

    def make() -> dict[str, Any]:
        return {
            "id": QUAD,
            "title": "Google Maps Compatible for the World",
            "uri": QUAD_URI,
            "crs": WEB_MERCATOR,
            "orderedAxes": ["X", "Y"],
            "wellKnownScaleSet": "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
            "tileMatrices": [_matrix(zoom) for zoom in range(DEEPEST + 1)],
            "links": links_to_itself(asked, asked.path),
        }

    return document(asked, make, "plain.html")


def tilesets(asked: Asked) -> Answer:
    """The tile sets of a collection."""
    found, archive = _archive(asked)

    def make() -> dict[str, Any]:
        return {
            "title": title_of(found, asked),
            "links": links_to_itself(asked, asked.path),
            "tilesets": [_described(found, archive, asked)],
        }

    return document(asked, make, "plain.html", asked.library.whole_mark)


def tileset(asked: Asked) -> Answer:
    """A tile set: where its tiles are, and what is in them."""
    _check(asked.places["tileMatrixSetId"])
    found, archive = _archive(asked)
    if asked.format is TILEJSON:
        return document(asked, lambda: _tilejson(found, archive, asked), "plain.html")

    def make() -> dict[str, Any]:
        (west, south, east, north), zooms = archive.bounds, archive.zooms
        box = {"lowerLeft": [west, south], "upperRight": [east, north], "crs": CRS84}
        layers = [
            {
                "id": layer["id"],
                "dataType": "vector",
                "geometryDimension": 2,
                "minTileMatrix": str(zooms[0]),
                "maxTileMatrix": str(zooms[-1]),
                "propertiesSchema": {
                    "type": "object",
                    "properties": {name: {"type": "string"} for name in layer["fields"]},
                },
            }
            for layer in archive.metadata["vector_layers"]
        ]
        return {**_described(found, archive, asked), "boundingBox": box, "layers": layers}

    return document(asked, make, "plain.html")


def tile(asked: Asked) -> Answer:
    """One tile; 204 where no area lies in it."""
    places = asked.places
    _check(places["tileMatrixSetId"])
    _, archive = _archive(asked)
    zoom, row, column = (_number(places[name]) for name in ("tileMatrix", "tileRow", "tileCol"))
    if zoom not in archive.zooms or max(row, column) >= 1 << zoom:
        first, last = archive.zooms[0], archive.zooms[-1]
        hint = f"There are tiles of zooms {first} to {last}; rows and columns count from 0."
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
    found = collection_of(asked.library, asked.places["collection"])
    archive = asked.library.atlas.archive(found.layer.level, found.layer.year)
    if archive is None:
        hint = "They lie in an edition of a plan with `tiles = true`: serve a store."
        raise NotHereError(f"There are no tiles of '{found.id}' here.", hint=hint)
    return found, archive


def _described(found: Collection, archive: Archive, asked: Asked) -> dict[str, Any]:
    path = f"/collections/{found.id}/tiles/{QUAD}"
    template = f"{asked.root}{path}/{{tileMatrix}}/{{tileRow}}/{{tileCol}}?f=mvt"
    first, last = archive.zooms[0], archive.zooms[-1]
    links = [
        asked.link("self", path, JSON.media, query={"f": "json"}),
        asked.link("alternate", path, HTML.media, query={"f": "html"}),
        asked.link("describedby", path, TILEJSON.media, "TileJSON", {"f": "tilejson"}),
        asked.link(REL + "tiling-scheme", f"/tileMatrixSets/{QUAD}", JSON.media),
        Link(template, "item", MVT.media, templated=True),
    ]
    return {
        "title": title_of(found, asked),
        "dataType": "vector",
        "crs": WEB_MERCATOR,
        "tileMatrixSetURI": QUAD_URI,
        "tileMatrixSetId": QUAD,
        "tileMatrixSetLimits": [_limits(zoom) for zoom in range(first, last + 1)],
        "links": [link.plain() for link in links],
    }


def _tilejson(found: Collection, archive: Archive, asked: Asked) -> dict[str, Any]:
    """TileJSON 3.0: columns before rows, as map libraries name them."""
    path = f"{asked.root}/collections/{found.id}/tiles/{QUAD}"
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


def _limits(zoom: int) -> dict[str, Any]:
    last = (1 << zoom) - 1
    return {
        "tileMatrix": str(zoom),
        "minTileRow": 0,
        "maxTileRow": last,
        "minTileCol": 0,
        "maxTileCol": last,
    }


def _matrix(zoom: int) -> dict[str, Any]:
    cell = 2 * SIDE / TILE / (1 << zoom)
    return {
        "id": str(zoom),
        "scaleDenominator": cell / PIXEL,
        "cellSize": cell,
        "cornerOfOrigin": "topLeft",
        "pointOfOrigin": [-SIDE, SIDE],
        "tileWidth": TILE,
        "tileHeight": TILE,
        "matrixWidth": 1 << zoom,
        "matrixHeight": 1 << zoom,
    }


def _check(name: str) -> None:
    if name != QUAD:
        raise NotHereError(f"There is no tile matrix set '{name}'.", hint=f"There is {QUAD}.")


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise NotHereError("There is no such tile.", hint="Its name has three whole numbers.")
    return int(text)
