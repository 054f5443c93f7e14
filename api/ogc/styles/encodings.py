"""Encodings: a style as MapLibre, as QGIS and as all others read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import cos, log2, radians, sqrt
from typing import Any

import orjson

from api.http.formats import Format
from api.ogc.asked import Asked
from api.ogc.layers import Layer
from api.ogc.styles.measured import Styled
from geodata.styles import to_maplibre, to_maplibre_by_code, to_qml, to_sld
from geodata.styles.maplibre import Coded
from geodata.tiles.matrix_sets import WEB

MAPBOX = Format("mapbox", "application/vnd.mapbox.style+json", ("application/json", "json"))
SLD = Format("sld11", "application/vnd.ogc.sld+xml;version=1.1", ("application/xml", "text/xml"))
QML = Format("qml", "application/vnd.qgis.qml")
SHOWN = "area_code", "area_name"  # of an area, beside the measure
TALLEST = 85.0  # degrees that the map of the web shows to either side of the equator
SCREEN = 1.5  # tiles of 512 pixels along a map on a screen
CLOSEST = 12.0
ROOMY = 24  # pixels along a mean area, for which borders are not too much
PIXELS = 512  # of a tile of MapLibre
FAINT, FAR = 0.1, 3  # how much is left of borders, so many zooms further away


@dataclass(frozen=True)
class Encoding:
    """A way to write a style down.

    Attributes:
        format: its format.
        title: its name for readers.
        version: of the language.
        specification: where the language is described.
        suffix: of a file.
        write: writes it.
    """

    format: Format
    title: str
    version: str
    specification: str
    suffix: str
    write: Callable[[Styled, Asked], bytes]


def maplibre(styled: Styled, asked: Asked) -> bytes:
    """The style over the tiles of the collection; over its areas where there are no tiles."""
    found, style = styled.collection, styled.style(asked.language)
    layer, path = found.layer, f"/collections/{found.id}"
    archive = layer.library.atlas.archive(layer.level, layer.year)
    if archive is None:
        query = {"f": "json", "properties": ",".join((*SHOWN, styled.measure))}
        areas = asked.link("items", f"{path}/items", query=query).href
        source = {"type": "geojson", "data": areas, "promoteId": SHOWN[0]}
        made = to_maplibre(style, source)
    else:
        tiles = asked.link("tiles", f"{path}/tiles/{WEB}", query={"f": "tilejson"}).href
        source = {"type": "vector", "url": tiles, "promoteId": SHOWN[0]}
        name = archive.metadata["vector_layers"][0]["id"]
        made = to_maplibre_by_code(style, Coded.of(styled.drawn()), source, name)
    return orjson.dumps({**made, "layers": _fading(made, layer), **_view(layer.box)})


def sld(styled: Styled, asked: Asked) -> bytes:
    """The style as SLD 1.1, for the collection as a layer."""
    return to_sld(styled.style(asked.language), styled.collection.id, styled.id).encode()


def qml(styled: Styled, asked: Asked) -> bytes:
    """The style as QGIS keeps it."""
    return to_qml(styled.style(asked.language)).encode()


def _fading(made: Mapping[str, Any], layer: Layer) -> list[dict[str, Any]]:
    """The layers of a style, whose lines fade where areas are so small that they would hide them."""
    west, south, east, north = layer.box
    stretch = 1 / cos(radians(min(abs(south + north) / 2, TALLEST)))
    side = sqrt(max((east - west) * (north - south) * stretch, 1e-9) / max(len(layer), 1))
    zoom = round(min(max(log2(ROOMY * 360 / PIXELS / side), 0.0), CLOSEST), 2)
    opacity = ["interpolate", ["linear"], ["zoom"], zoom - FAR, FAINT, zoom, 1]
    return [
        {**each, "paint": {**each["paint"], "line-opacity": opacity}}
        if each["type"] == "line"
        else each
        for each in made["layers"]
    ]


def _view(box: list[float]) -> dict[str, Any]:
    """The middle of the map, and the zoom at which all of it fits on a screen."""
    west, south, east, north = box
    south, north = max(south, -TALLEST), min(north, TALLEST)
    widest = max(east - west, 2 * (north - south), 1e-6)
    zoom = min(max(log2(SCREEN * 360 / widest), 0.0), CLOSEST)
    return {"center": [(west + east) / 2, (south + north) / 2], "zoom": round(zoom, 2)}


ENCODINGS = (
    Encoding(
        MAPBOX,
        "MapLibre / Mapbox Style",
        "8",
        "https://maplibre.org/maplibre-style-spec/",
        "json",
        maplibre,
    ),
    Encoding(SLD, "OGC SLD", "1.1", "https://www.ogc.org/standards/sld/", "sld", sld),
    Encoding(QML, "QGIS", "3.22", "https://docs.qgis.org/latest/", "qml", qml),
)
