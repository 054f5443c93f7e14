"""The OpenAPI 3.1 document of `/v1`: what FastAPI finds, and what holds for every answer.

Its addresses count from the root of the API, which the server names with the major version
(NLGov API Design Rules, `/core/uri-version`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from api.deprecations import marked
from api.documents.promises import LICENSE, PROBLEM, components, errors, headers, unchanged
from api.examples import PROBLEM as AN_ERROR

ROOT = "/v1"
OF_FASTAPI = ("HTTPValidationError", "ValidationError")  # which nobody is sent
UNTOLD: dict[int | str, dict[str, Any]] = {  # or else FastAPI tells of 422
    "default": {"description": "Told for each status."}
}
TAGS = {
    "index": "The index of areas, explained and compared.",
    "maps": "Maps, their classes and colours, and values for clients that hold the tiles.",
    "areas": "Areas by name, by code or by a point in them.",
    "download": "Whole levels as files.",
    "declarations": "What is here, and what the index is made of.",
    "jobs": "Batches that clients with a key start, follow and cancel.",
}

Document = dict[str, Any]


def described(found: Document) -> Document:
    """The document of `/v1`.

    Args:
        found: what FastAPI says of all addresses; it is changed.
    """
    paths = found["paths"].items()
    found["paths"] = {path.removeprefix(ROOT): item for path, item in paths}
    shared = components(AN_ERROR)
    schemas = found.setdefault("components", {}).setdefault("schemas", {})
    for name in OF_FASTAPI:
        schemas.pop(name, None)
    schemas["Problem"] = PROBLEM
    found["components"] |= shared
    for verb, operation in _operations(found):
        operation["responses"] = _answers(verb, operation["responses"])
    marked(found["paths"], ROOT)
    found["tags"] = list(_tags(found))
    _tidied(schemas)
    return found


def served(document: Document, base: str, contact: Mapping[str, str]) -> Document:
    """The document as it is sent.

    Args:
        document: as `described` makes it.
        base: where the service is.
        contact: whom to ask.
    """
    info = {**document["info"], "contact": dict(contact), "license": LICENSE}
    return {**document, "info": info, "servers": [{"url": base + ROOT}]}


def _operations(document: Document) -> Iterator[tuple[str, Document]]:
    for item in document["paths"].values():
        yield from item.items()


def _answers(verb: str, told: Document) -> Document:
    """The answers of an operation: its own, and those that every address has."""
    own = {status: each for status, each in told.items() if status not in {"default", "422"}}
    for each in own.values():
        names = ("API-Version", "ETag") if verb == "get" else ("API-Version",)
        each["headers"] = {**headers(*names), **each.get("headers", {})}
    return {**own, **(unchanged() if verb == "get" else {}), **errors(), **_errors_in(own)}


def _errors_in(own: Document) -> Document:
    """The errors that an operation tells of itself go before those of all."""
    return {status: each for status, each in own.items() if status[0] in "45"}


def _tidied(schema: Any) -> None:
    """What pydantic says in words that linters do not read, in plainer ones; it is changed."""
    if isinstance(schema, dict):
        if "propertyName" in schema.get("discriminator", {}):
            del schema["discriminator"]  # each of `oneOf` says its own word
        if "prefixItems" in schema:
            schema.setdefault("items", {})
    inside = schema.values() if isinstance(schema, dict) else schema
    for each in inside if isinstance(schema, dict | list) else ():
        _tidied(each)


def _tags(document: Document) -> Iterator[dict[str, str]]:
    names = [tag for _, operation in _operations(document) for tag in operation.get("tags", ())]
    for name in dict.fromkeys(names):
        yield {"name": name, **({"description": TAGS[name]} if name in TAGS else {})}
