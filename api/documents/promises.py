"""What both OpenAPI documents promise of every answer: its headers, and how errors look."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

LICENSE = {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"}
PROBLEM_MEDIA = "application/problem+json"
ERRORS: Mapping[int, str] = {
    400: "A parameter or the body does not hold up; all that is wrong is told at once.",
    404: "There is nothing at this address, or no such area, level, year or measure.",
    405: "This address cannot be asked in this way; `Allow` says in which.",
    406: "There is no format that is accepted.",
    408: "The request did not come in time.",
    410: "The edition of this page is no longer kept; begin again at the first page.",
    413: "The body is too large.",
    414: "The address is too long.",
    429: "Too many requests; `Retry-After` says when the next may come.",
    431: "The headers are too large.",
    500: "Our mistake; it is written to the log.",
    503: "The service cannot answer now; `Retry-After` says when to ask again.",
}
LATER = (429, 503)
UNCHANGED = "You have the answer already: the `ETag` is the one that was sent."

HEADERS: dict[str, dict[str, Any]] = {
    "API-Version": {
        "description": "The version of this API.",
        "required": True,
        "schema": {"type": "string", "pattern": r"^\d+\.\d+\.\d+"},
    },
    "ETag": {
        "description": "Names these bytes: send it back as `If-None-Match`.",
        "schema": {"type": "string"},
    },
    "Retry-After": {
        "description": "Seconds after which to ask again.",
        "required": True,
        "schema": {"type": "integer", "minimum": 0},
    },
    "Content-Crs": {
        "description": "The coordinate system of the answer, between angle brackets.",
        "required": True,
        "schema": {"type": "string", "pattern": "^<.+>$"},
    },
}
PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "hint": {"type": "string", "description": "What to do."},
        "problems": {
            "type": "array",
            "description": "All that was found.",
            "items": {
                "type": "object",
                "required": ["what"],
                "properties": {
                    "what": {"type": "string"},
                    "column": {"type": "string"},
                    "cells": {"type": "array", "items": {"type": "object"}},
                    "expected": {"type": "string"},
                    "hint": {"type": "string"},
                },
            },
        },
    },
}


def components(example: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Headers and errors for the components of a document, beside the schema `Problem`.

    Args:
        example: of a problem.
    """
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {
        "headers": HEADERS,
        "responses": {
            _named(status): {
                "description": told,
                "headers": headers("API-Version", *(["Retry-After"] if status in LATER else [])),
                "content": {PROBLEM_MEDIA: {**problem, "example": {**example, "status": status}}},
            }
            for status, told in ERRORS.items()
        },
    }


def errors() -> dict[str, dict[str, Any]]:
    """The answers that are errors, as an operation refers to them."""
    return {str(each): {"$ref": f"#/components/responses/{_named(each)}"} for each in ERRORS}


def unchanged() -> dict[str, dict[str, Any]]:
    """The answer to who has it already."""
    return {"304": {"description": UNCHANGED, "headers": headers("API-Version", "ETag")}}


def headers(*names: str) -> dict[str, dict[str, str]]:
    """Headers as an answer refers to them."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def _named(status: int) -> str:
    return HTTPStatus(status).phrase.title().replace(" ", "").replace("-", "")
