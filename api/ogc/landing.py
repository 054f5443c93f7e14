"""The way in, and what is conformed to."""

from __future__ import annotations

from typing import Any

from api import filters
from api.http.answers import Answer
from api.http.formats import HTML, JSON, OPENAPI
from api.ogc.asked import Asked
from api.ogc.collections import links_to_itself
from api.ogc.documents import document

SPEC = "http://www.opengis.net/spec/"
CONFORMANCE = tuple(
    SPEC + each
    for each in (
        "ogcapi-common-1/1.0/conf/core",
        "ogcapi-common-1/1.0/conf/landing-page",
        "ogcapi-common-1/1.0/conf/json",
        "ogcapi-common-1/1.0/conf/html",
        "ogcapi-common-1/1.0/conf/oas30",
        "ogcapi-common-2/1.0/conf/collections",
        "ogcapi-features-1/1.0/conf/core",
        "ogcapi-features-1/1.0/conf/oas30",
        "ogcapi-features-1/1.0/conf/html",
        "ogcapi-features-1/1.0/conf/geojson",
        "ogcapi-features-2/1.0/conf/crs",
        "ogcapi-features-3/1.0/conf/queryables",
        "ogcapi-features-3/1.0/conf/queryables-query-parameters",
        "ogcapi-features-3/1.0/conf/filter",
        "ogcapi-features-3/1.0/conf/features-filter",
        "ogcapi-features-5/1.0/conf/schemas",
        "ogcapi-features-5/1.0/conf/core-roles-features",
        "ogcapi-features-5/1.0/conf/queryables",
        "ogcapi-features-5/1.0/conf/sortables",
        "ogcapi-features-6/1.0/conf/properties",
        "ogcapi-features-6/1.0/conf/properties-features",
        "ogcapi-features-8/1.0/conf/sorting",
        "ogcapi-features-8/1.0/conf/features-sorting",
        "ogcapi-tiles-1/1.0/conf/core",
        "ogcapi-tiles-1/1.0/conf/tileset",
        "ogcapi-tiles-1/1.0/conf/tilesets-list",
        "ogcapi-tiles-1/1.0/conf/geodata-tilesets",
        "ogcapi-tiles-1/1.0/conf/mvt",
        "ogcapi-tiles-1/1.0/conf/oas30",
    )
)


def landing(asked: Asked) -> Answer:
    """Where to go from here (OGC 17-069r4, 7.2)."""

    def make() -> dict[str, Any]:
        title = asked.library.catalogue.title
        links = [
            asked.link("service-desc", "/api", OPENAPI.media, "OpenAPI 3.0", {"f": "json"}),
            asked.link("service-doc", "/api", HTML.media, "OpenAPI 3.0", {"f": "html"}),
            asked.link("conformance", "/conformance", JSON.media),
            asked.link("data", "/collections", JSON.media, asked.say("Collecties", "Collections")),
        ]
        return {
            "title": asked.say(title.nl, title.en),
            "description": asked.say(
                "Eén eerlijke maat van achterstand voor buurten, wijken en gemeenten.",
                "One honest measure of deprivation for neighbourhoods, districts, municipalities.",
            ),
            "links": [*links_to_itself(asked, "/"), *(link.plain() for link in links)],
        }

    return document(asked, make, "landing.html")


def conformance(asked: Asked) -> Answer:
    """The classes of requirements that hold (OGC 17-069r4, 7.4)."""

    def make() -> dict[str, Any]:
        links = links_to_itself(asked, "/conformance")
        return {"links": links, "conformsTo": [*CONFORMANCE, *filters.CONFORMANCE]}

    return document(asked, make, "conformance.html")
