"""The OpenAPI 3.0 document of OGC API, made of the table of resources.

GDAL and QGIS read how many areas a page may have from `components.parameters.limit` and the
literal address of each collection; both are written out for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from api.http.answers import Answer
from api.http.formats import HTML, Format
from api.ogc.asked import Asked
from api.ogc.collections import collections_of
from api.ogc.documents import document
from api.ogc.parameters import Parameter
from api.ogc.questions import LIMIT
from api.ogc.resources import Resource
from mdi.version import __version__

if TYPE_CHECKING:
    from api.library import Library

PLACES = {
    "collection": "A collection.",
    "code": "The code of an area.",
    "tileMatrixSetId": "A tile matrix set: WebMercatorQuad.",
    "tileMatrix": "The zoom.",
    "tileRow": "The row, from the north.",
    "tileCol": "The column, from the west.",
}
SHARED = (LIMIT,)  # parameters that readers of the document look for by name


def openapi(asked: Asked) -> Answer:
    """The document."""
    return document(asked, lambda: described(asked), "openapi.html")


def described(asked: Asked) -> dict[str, Any]:
    """The document as plain data."""
    from api.ogc.table import RESOURCES  # noqa: PLC0415

    paths = {
        path: {"get": operation}
        for resource in RESOURCES
        for path, operation in _operations(resource, asked.library)
    }
    return {
        "openapi": "3.0.3",
        "info": {
            "title": asked.library.catalogue.title.en,
            "version": __version__,
            "description": "Areas with their index of deprivation, as OGC API.",
            "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
            "contact": {"name": "The MDI founders"},
        },
        "servers": [{"url": asked.root}],
        "tags": [{"name": "data", "description": "Collections of areas."}],
        "paths": paths,
        "components": {
            "parameters": {each.name: each.document() for each in SHARED},
            "responses": {"problem": _problem()},
        },
    }


def _operations(resource: Resource, library: Library) -> Iterator[tuple[str, dict[str, Any]]]:
    """The addresses of a resource: one for each collection, written out."""
    if "{collection}" not in resource.path:
        yield resource.path or "/", _operation(resource, resource.own, resource.name)
        return
    for collection in collections_of(library):
        path = resource.path.replace("{collection}", collection.id)
        more = resource.open(library, collection=collection.id) if resource.open else ()
        name = f"{collection.id}.{resource.name}"
        yield path, _operation(resource, (*resource.own, *more), name)


def _operation(resource: Resource, parameters: Sequence[Parameter], name: str) -> dict[str, Any]:
    places = [part[1:-1] for part in resource.parts if part.startswith("{")]
    inside = [place for place in places if place != "collection"]
    return {
        "operationId": name,
        "summary": resource.summary,
        "tags": ["data"],
        "parameters": [*map(_place, inside), *map(_parameter, parameters)],
        "responses": {
            "200": {
                "description": resource.summary,
                "content": {each.media: {"schema": _schema(each)} for each in resource.formats},
            },
            "default": {"$ref": "#/components/responses/problem"},
        },
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    if parameter in SHARED:
        return {"$ref": f"#/components/parameters/{parameter.name}"}
    return parameter.document()


def _place(name: str) -> dict[str, Any]:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": PLACES[name],
        "schema": {"type": "string"},
    }


def _schema(each: Format) -> dict[str, Any]:
    return {"type": "string"} if each is HTML else {"type": "object"}


def _problem() -> dict[str, Any]:
    return {
        "description": "The request cannot be answered (RFC 9457).",
        "content": {
            "application/problem+json": {
                "schema": {
                    "type": "object",
                    "required": ["title", "status", "detail"],
                    "properties": {
                        "type": {"type": "string"},
                        "title": {"type": "string"},
                        "status": {"type": "integer"},
                        "detail": {"type": "string"},
                        "hint": {"type": "string"},
                        "problems": {"type": "array", "items": {"type": "object"}},
                    },
                }
            }
        },
    }
