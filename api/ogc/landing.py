"""The way in, and what is conformed to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api import filters
from api.http.answers import Answer
from api.http.formats import HTML, JSON, OPENAPI
from api.http.links import Link
from api.ogc.asked import Asked
from api.ogc.collections import REL, links_to_itself
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
        "ogcapi-features-5/1.0/conf/returnables-and-receivables",
        "ogcapi-features-5/1.0/conf/queryables",
        "ogcapi-features-5/1.0/conf/sortables",
        "ogcapi-features-5/1.0/conf/profile-parameter",
        "ogcapi-features-6/1.0/conf/properties",
        "ogcapi-features-6/1.0/conf/properties-features",
        "ogcapi-features-7/1.0/conf/zoom-level",
        "ogcapi-features-7/1.0/conf/zoom-level-features",
        "ogcapi-features-8/1.0/conf/sorting",
        "ogcapi-features-8/1.0/conf/features-sorting",
        "json-fg-1/1.0/conf/core",
        "json-fg-1/1.0/conf/types-schemas",
        "json-fg-1/1.0/conf/profiles",
        "json-fg-1/1.0/conf/api",
        "ogcapi-tiles-1/1.0/conf/core",
        "ogcapi-tiles-1/1.0/conf/tileset",
        "ogcapi-tiles-1/1.0/conf/tilesets-list",
        "ogcapi-tiles-1/1.0/conf/geodata-tilesets",
        "ogcapi-tiles-1/1.0/conf/mvt",
        "ogcapi-tiles-1/1.0/conf/oas30",
        "ogcapi-styles-1/1.0/conf/core",
        "ogcapi-styles-1/1.0/conf/global-styles",
        "ogcapi-styles-1/1.0/conf/collection-styles",
        "ogcapi-styles-1/1.0/conf/mapbox-styles",
        "ogcapi-styles-1/1.0/conf/sld-11",
        "ogcapi-styles-1/1.0/conf/sld-se",
    )
)

OF_JOINS = tuple(  # where joins are kept: without it the core does not hold
    f"{SPEC}ogcapi-joins-1/1.0/conf/{each}"
    for each in (
        "core",
        "data-joining",
        "join-delete",
        "input-file-upload",
        "input-csv",
        "output-geojson",
        "output-geojson-direct",
        "html",
        "json",
        "geojson",
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
            asked.link(
                REL + "styles", "/styles", JSON.media, asked.say("Stijlen", "Styles"), {"f": "json"}
            ),
            *_of_joins(asked),
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
        joins = OF_JOINS if asked.joins else ()
        return {"links": links, "conformsTo": [*CONFORMANCE, *filters.CONFORMANCE, *joins]}

    mark = f"{asked.library.whole_mark} {asked.joins is not None}"
    return document(asked, make, "conformance.html", mark)


def _of_joins(asked: Asked) -> Iterator[Link]:
    """The links that joins want, beside the short names of the same (OGC 22-026, core)."""
    yield asked.link(REL + "conformance", "/conformance", JSON.media)
    yield asked.link(REL + "data", "/collections", JSON.media)
    title = asked.say("Uw eigen cijfers op de kaart", "Your own figures on the map")
    yield asked.link("joins", "/joins", JSON.media, title)
