"""The areas of a collection as files, for those who take all of them at once.

Source: OGC 17-069r4, 7.14.2 (Recommendation 19) and 7.13.2 (Recommendation 17, licences).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from api.downloads import MEDIA
from api.http.formats import JSON
from api.http.links import Link, address
from api.library import METHOD, WEIGHTS

if TYPE_CHECKING:
    from api.ogc.asked import Asked
    from api.ogc.layers import Layer

OFFERED = ("gpkg", "geoparquet", "fgb", "csv", "xlsx")  # `geojson` is the items themselves
TILES = "pmtiles"


def enclosures(layer: Layer, asked: Asked) -> Iterator[Link]:
    """A file of all areas in each format, and where the licence of their figures stands."""
    weights, method = layer.library.shown(layer.level)
    usual = {"weights": WEIGHTS, "method": METHOD}
    given = {"weights": weights, "method": method}
    query = {"year": str(layer.year)} | {k: v for k, v in given.items() if v != usual[k]}
    tiled = layer.library.atlas.archive(layer.level, layer.year) is not None
    for ending in (*OFFERED, *([TILES] if tiled else [])):
        title = asked.say(f"Alle gebieden als {ending}", f"All areas as {ending}")
        path = f"/v1/download/{layer.level}.{ending}"
        media = MEDIA[ending].partition(";")[0]
        yield Link(address(asked.base, path, query), "enclosure", media, title)
    licence = asked.say("Bronnen en licenties", "Sources and licences")
    yield Link(address(asked.base, "/v1/catalogue", {}), "license", JSON.media, licence)
