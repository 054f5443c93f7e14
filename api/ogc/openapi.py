"""The OpenAPI 3.0 document of OGC API, made of the table of resources.

GDAL and QGIS read how many areas a page may have from `components.parameters.limit` and the
literal address of each collection; both are written out for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from api.deprecations import marked
from api.documents.promises import LICENSE, components, errors, headers, unchanged
from api.examples import PROBLEM as AN_ERROR
from api.http.answers import Answer
from api.http.formats import MVT
from api.ogc.answers import AREAS, schema_of, schemas
from api.ogc.asked import ROOT, Asked
from api.ogc.collections import Collection, collections_of
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
    "tileMatrixSetId": "A tile matrix set, such as WebMercatorQuad.",
    "tileMatrix": "The zoom.",
    "tileRow": "The row, from the north.",
    "tileCol": "The column, from the west.",
    "keyFieldId": "A key: area_code.",
    "joinId": "A join.",
    "styleId": "A style: a measure; among the styles of all collections, a level and a measure.",
}
EMPTY = "No area lies in it."
SHARED = (LIMIT,)  # parameters that readers of the document look for by name


def openapi(asked: Asked) -> Answer:
    """The document."""
    return document(asked, lambda: described(asked), "openapi.html")


def described(asked: Asked) -> dict[str, Any]:
    """The document as plain data."""
    from api.ogc.table import RESOURCES  # noqa: PLC0415

    paths = {
        path: {"get": operation, **_writing(resource)}
        for resource in RESOURCES
        if resource.is_told
        for path, operation in _operations(resource, asked.library)
    }
    marked(paths, ROOT)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": asked.library.catalogue.title.en,
            "version": __version__,
            "description": "Areas with their index of deprivation, as OGC API.",
            "license": LICENSE,
            "contact": asked.library.contact.plain(asked.base),
        },
        "servers": [{"url": asked.root}],
        "tags": [{"name": "data", "description": "Collections of areas."}],
        "paths": paths,
        "components": {
            "parameters": {each.name: each.document() for each in SHARED},
            "schemas": schemas(collections_of(asked.library)),
            **components(AN_ERROR),
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
        yield path, _operation(resource, (*resource.own, *more), name, collection)


def _operation(
    resource: Resource,
    parameters: Sequence[Parameter],
    name: str,
    collection: Collection | None = None,
) -> dict[str, Any]:
    places = [part[1:-1] for part in resource.parts if part.startswith("{")]
    inside = [place for place in places if place != "collection"]
    return {
        "operationId": name,
        "summary": resource.summary,
        "description": resource.summary,
        "tags": ["data"],
        "parameters": [*map(_place, inside), *map(_parameter, parameters)],
        "responses": {**_answers(resource, collection), **unchanged(), **errors()},
    }


def _writing(resource: Resource) -> dict[str, Any]:
    """What else can be done at an address, by the method of HTTP."""
    places = [part[1:-1] for part in resource.parts if part.startswith("{")]
    return {
        method.lower(): {
            "operationId": each.name,
            "summary": each.summary,
            "description": each.summary,
            "tags": ["data"],
            "parameters": [*map(_place, places), *map(_parameter, resource.common)],
            **each.described,
            "responses": {**errors(), **_completed(each.described["responses"])},
        }
        for method, each in resource.writing.items()
    }


def _completed(told: Mapping[str, Any]) -> dict[str, Any]:
    """Answers that an operation tells of itself, with the headers that every answer has."""
    return {
        status: {**each, "headers": {**headers("API-Version"), **each.get("headers", {})}}
        for status, each in told.items()
        if "$ref" not in each
    } | {status: each for status, each in told.items() if "$ref" in each}


def _answers(resource: Resource, collection: Collection | None) -> dict[str, Any]:
    """The answers that are no errors, by their status."""
    names = ("API-Version", "ETag", *(("Content-Crs",) if resource.schema in AREAS else ()))
    content = {
        each.media: {"schema": schema_of(resource.schema, each, collection)}
        for each in resource.formats
        if each.is_told
    }
    told = {"description": resource.summary, "headers": headers(*names)}
    empty = {"description": EMPTY, "headers": headers(*names)}
    return {
        "200": {**told, "content": content},
        **({"204": empty} if MVT in resource.formats else {}),
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
