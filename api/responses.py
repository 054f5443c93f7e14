"""Answers: JSON with an ETag, and 304 where the client has it already."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import Request, Response

from api.settings import Settings
from mdi.version import __version__

JSON = "application/json"
GEOJSON = "application/geo+json"


def answer(
    request: Request, mark: str, make: Callable[[], bytes | dict[str, Any]], media: str = JSON
) -> Response:
    """Answer a request, or say that the client has the answer already (RFC 9110, 13.1.2).

    Args:
        request: the request.
        mark: what the answer follows from, such as the fingerprint of a result.
        make: makes the answer; not called when the client has it.
        media: the media type.
    """
    tag, known = _etag(request, mark), request.headers.get("if-none-match", "").strip()
    headers = {"ETag": f"W/{tag}", "Cache-Control": _cache_control(request)}
    if tag in re.findall(r'"[^"]*"', known):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    body = _encoded(make())
    if known == "*":
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(body, media_type=media, headers=headers)


def answer_once(content: dict[str, Any]) -> Response:
    """Answer a request with a body of its own; nobody keeps the answer."""
    return Response(_encoded(content), media_type=JSON, headers={"Cache-Control": "no-store"})


def _encoded(content: bytes | dict[str, Any]) -> bytes:
    if isinstance(content, bytes):
        return content
    return orjson.dumps(content)


def _etag(request: Request, mark: str) -> str:
    """Sent as weak, since the same answer may be sent with and without compression."""
    query = "&".join(f"{name}={value}" for name, value in sorted(request.query_params.items()))
    edition = getattr(request.state, "edition", None) or ""
    whole = f"{__version__} {edition} {mark} {request.url.path}?{query}"
    return f'"{hashlib.sha256(whole.encode()).hexdigest()[:32]}"'


def _cache_control(request: Request) -> str:
    """How long an answer may be used; over a store it may be kept, and must be asked for again."""
    settings: Settings = request.app.state.settings
    return "public, no-cache" if settings.store else f"public, max-age={settings.max_age}"
