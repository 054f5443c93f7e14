"""Shapes for a zoom: `zoom-level=` (OGC API – Features – Part 7, draft 24-020, 6 and 7).

Which corners a zoom shows lies ready in an edition. Elsewhere it is found when a zoom is asked for
first, by one thread while the others wait, and then kept; of the country that takes two seconds.
"""

from __future__ import annotations

import math

from api.ogc.asked import Asked
from api.ogc.collections import collection_of
from api.ogc.parameters import Parameter
from geodata.geojson.zooms import zoom_of

NAME = "zoom-level"
EXPECTED = "a number of 0 or more: a zoom of WebMercatorQuad"


def _read(given: str) -> float:
    try:
        found = float(given)
    except ValueError:
        found = math.nan
    if not (math.isfinite(found) and found >= 0):
        raise ValueError(EXPECTED)
    return found


ZOOM_LEVEL = Parameter(
    NAME,
    "Shapes that are simplified for this zoom of WebMercatorQuad, neighbours together; beyond 11 "
    "all corners are there.",
    {"type": "number", "minimum": 0},
    _read,
)


def zoom_asked(asked: Asked) -> int | None:
    """The zoom whose shapes are asked for; None where these are the whole ones."""
    level = asked.query.get(NAME)
    return None if level is None else zoom_of(level)


def is_at_hand(asked: Asked) -> bool:
    """Whether it is known which corners the zoom shows that is asked for."""
    zoom = zoom_asked(asked)
    if zoom is None:
        return True
    layer = collection_of(asked.library, asked.places["collection"]).layer
    return layer.library.atlas.has_shown(layer.level, layer.year, zoom)
