"""Schemas: what the properties of a collection are, for programs that ask before they read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from api.http.answers import Answer
from api.ogc.asked import Asked
from api.ogc.collections import Collection, collection_of, title_of
from api.ogc.documents import document

DRAFT = "https://json-schema.org/draft/2020-12/schema"
SHAPE = "geometry"
SHAPES = ("https://geojson.org/schema/MultiPolygon.json",)


def schema(asked: Asked) -> Answer:
    """All properties and the shape; all of them are read, and none is received (23-058r2, 9)."""
    return _document(asked, shape=True, more={"readOnly": True})


def queryables(asked: Asked) -> Answer:
    """What areas can be chosen by."""
    return _document(asked, shape=True)


def sortables(asked: Asked) -> Answer:
    """What areas can be sorted by."""
    return _document(asked, shape=False)


def feature(asked: Asked) -> Answer:
    """An area as it is sent: GDAL learns the types of the properties from this one."""
    found = collection_of(asked.library, asked.places["collection"])

    def make() -> dict[str, Any]:
        return {
            "$schema": DRAFT,
            "$id": f"{asked.root}{asked.path}",
            "type": "object",
            "title": title_of(found, asked),
            "required": ["type", "id", "geometry", "properties"],
            "properties": {
                "type": {"enum": ["Feature"]},
                "id": {"type": "string"},
                SHAPE: {"oneOf": [{"type": "null"}, *({"$ref": each} for each in SHAPES)]},
                "properties": {"type": "object", "properties": properties_of(found, asked)},
            },
        }

    return document(asked, make, "schema.html", found.layer.mark)


def _document(asked: Asked, *, shape: bool, more: Mapping[str, Any] | None = None) -> Answer:
    """The properties that there are; more may be said of each."""
    found = collection_of(asked.library, asked.places["collection"])

    def make() -> dict[str, Any]:
        properties = properties_of(found, asked)
        if shape:
            properties[SHAPE] = {
                "title": asked.say("Vorm", "Shape"),
                "format": "geometry-multipolygon",
                "x-ogc-role": "primary-geometry",
                "x-ogc-propertySeq": len(properties) + 1,
            }
        return {
            "$schema": DRAFT,
            "$id": f"{asked.root}{asked.path}",
            "type": "object",
            "title": title_of(found, asked),
            "properties": {name: {**each, **(more or {})} for name, each in properties.items()},
            "additionalProperties": False,
        }

    return document(asked, make, "schema.html", found.layer.mark)


def properties_of(found: Collection, asked: Asked) -> dict[str, Any]:
    """Each property: its type, one word for GDAL reads no more, and what it is."""
    layer = found.layer
    return {
        name: {
            "title": layer.title(name, asked.language),
            "type": kind,
            "x-ogc-propertySeq": place,
            **({"x-ogc-role": "id"} if name == "area_code" else {}),
        }
        for place, (name, kind) in enumerate(layer.kinds.items(), 1)
    }
