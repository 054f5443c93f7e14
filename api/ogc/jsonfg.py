"""JSON-FG 1.0: areas with their coordinate system, time, type and schema (OGC 21-045r1).

Without `crs=` all shapes are in CRS84 (17-069r4, /req/core/crs84), where JSON-FG has them in
`geometry` and `place` is null (21-045r1, /req/core/place). In another system they are in `place`,
and `geometry` is null or, in the profile `jsonfg-plus`, the same shape in CRS84. All coordinates
stand there as they lie in the outlines.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from api.ogc.profiles import FULL, profile_of
from api.ogc.systems import CRS84
from api.ogc.zooms import zoom_asked
from geodata.crs import WGS84
from geodata.geojson.parting import parted
from geodata.geojson.sheets import CLOSING, head_of
from geodata.geojson.texts import Texts, woven

if TYPE_CHECKING:
    from api.http.answers import Pieces
    from api.http.links import Link
    from api.ogc.items import Choice
    from api.ogc.layers import Rows

SPEC = "http://www.opengis.net/spec/json-fg-1/1.0/conf/"
CONFORMS_TO = tuple(SPEC + each for each in ("core", "types-schemas"))
SURFACES = 2  # the dimension of areas
NULL, PROPERTIES = b"null", b',"properties":'


def page(choice: Choice, members: dict[str, Any]) -> Pieces:
    """A collection of areas.

    Args:
        choice: the areas.
        members: of the collection, such as its links.
    """
    about = {**_about(choice), "geometryDimension": SURFACES, **members}
    features = _features(choice, choice.rows)
    return [head_of(about), features.view[:-1], CLOSING]


def one(choice: Choice, row: int, links: Sequence[Link]) -> Pieces:
    """One area.

    Args:
        choice: how it is asked for.
        row: of the layer.
        links: from it to others.
    """
    feature = _features(choice, np.array([row]))
    about = orjson.dumps({**_about(choice), "links": [link.plain() for link in links]})
    return [feature.view[:-2], b",", about[1:]]


def _about(choice: Choice) -> dict[str, Any]:
    """What the root of a document says of all that is in it (21-045r1, 8.3, 8.5.7, 13)."""
    asked, found = choice.asked, choice.collection
    told: dict[str, Any] = {
        "conformsTo": CONFORMS_TO,
        "featureType": found.layer.level,
        "featureSchema": asked.link("", f"/collections/{found.id}/schema").href,
    }
    return told if choice.system.uri == CRS84 else {**told, "coordRefSys": choice.system.uri}


def _features(choice: Choice, rows: Rows) -> Texts:
    """Areas, with a comma behind each."""
    layer = choice.layer
    geometry, place = _shapes(choice, rows)
    codes = [layer.codes[row] for row in rows.tolist()]
    opened, _ = parted(layer.outlines(WGS84).fragments.take(rows), codes)
    parts: Iterable[bytes | Texts] = (
        opened,
        geometry,
        PROPERTIES,
        layer.properties(rows, choice.names),
        b',"time":' + _time(choice),
        b',"place":',
        place,
        b"},",
    )
    return woven([*parts], len(rows))


def _shapes(choice: Choice, rows: Rows) -> tuple[bytes | Texts, bytes | Texts]:
    """What stands in `geometry`, and what in `place` (21-045r1, 7.3 and /req/core/fallback)."""
    if choice.asked.query.get("skipGeometry"):
        return NULL, NULL
    if choice.system.uri == CRS84:
        return _in_system(choice, rows, WGS84), NULL
    there = profile_of(choice.asked) == FULL
    geometry = _in_system(choice, rows, WGS84) if there else NULL
    return geometry, _in_system(choice, rows, choice.system.crs)


def _in_system(choice: Choice, rows: Rows, crs: str) -> Texts:
    """Shapes alone in a coordinate system."""
    layer = choice.layer
    codes = [layer.codes[row] for row in rows.tolist()]
    _, shapes = parted(layer.fragments(rows, crs, zoom_asked(choice.asked)), codes)
    return shapes


def _time(choice: Choice) -> bytes:
    """The year of the figures, in days: both are part of it (21-045r1, 7.2)."""
    return orjson.dumps({"interval": [moment[:10] for moment in choice.collection.interval]})
