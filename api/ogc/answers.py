"""Schemas of the answers of OGC API, for its OpenAPI document.

What the documents look like is declared in `answers.toml`, here and in the packages below; the properties of areas follow from
the data, so that the schemas of areas are made here, for each collection its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from api.documents.promises import PROBLEM
from api.http.formats import HTML, OPENAPI, SCHEMA, TILEJSON, Format
from api.ogc.collections import Collection
from mdi.declaration import read_toml

HERE = Path(__file__).parent
OF_FORMATS = {OPENAPI: "OpenApi", SCHEMA: "JsonSchema", TILEJSON: "TileJson"}
AREAS = {"FeatureCollection", "Feature"}  # of which each collection has its own
PIECE = {"type": "string", "format": "binary"}
TEXT = {"type": "string"}

Schema = dict[str, Any]


@cache
def declared() -> Mapping[str, Schema]:
    """The schemas of documents by name."""
    found: dict[str, Schema] = {"Problem": PROBLEM}
    for path in (HERE / "answers.toml", *sorted(HERE.glob("*/answers.toml"))):
        found |= read_toml(path)
    return found


def schemas(collections: Iterator[Collection]) -> dict[str, Schema]:
    """All schemas of a document, those of areas included."""
    found = dict(declared())
    for each in collections:
        found |= _of_areas(each)
    return found


def schema_of(name: str, of: Format, collection: Collection | None = None) -> Schema:
    """The schema of an answer in a format.

    Args:
        name: of the schema of the resource.
        of: the format.
        collection: to which the resource belongs, if any.
    """
    media = of.media.partition(";")[0]
    if of is HTML or media.startswith("text/"):
        return TEXT
    if not media.endswith("json"):
        return PIECE
    called = OF_FORMATS.get(of, name)
    if called in AREAS and collection is not None:
        called = f"{_named(collection.id)}{called}"
    return _reference(called)


def _of_areas(found: Collection) -> Iterator[tuple[str, Schema]]:
    """The schemas of one area of a collection, and of a page of them (RFC 7946)."""
    name = _named(found.id)
    kinds = found.layer.kinds.items()
    links = {"links": _reference("Links")}
    yield (
        f"{name}Feature",
        {
            "type": "object",
            "required": ["type", "id", "geometry", "properties"],
            "properties": {
                "type": _word("Feature"),
                "id": TEXT,
                "geometry": _reference("Shape"),
                "properties": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {key: {"type": kind, "nullable": True} for key, kind in kinds},
                },
                **links,
            },
        },
    )
    yield (
        f"{name}FeatureCollection",
        {
            "type": "object",
            "required": ["type", "features", "links", "numberMatched", "numberReturned"],
            "properties": {
                "type": _word("FeatureCollection"),
                "features": {"type": "array", "items": _reference(f"{name}Feature")},
                "timeStamp": {"type": "string", "format": "date-time"},
                "numberMatched": {"type": "integer", "minimum": 0},
                "numberReturned": {"type": "integer", "minimum": 0},
                **links,
            },
        },
    )


def _word(text: str) -> Schema:
    return {"type": "string", "enum": [text]}


def _reference(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


def _named(identifier: str) -> str:
    """A name as schemas have it: `neighbourhood-2024` is `Neighbourhood2024`."""
    return "".join(part.capitalize() for part in identifier.replace("_", "-").split("-"))
