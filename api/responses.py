"""Answers: JSON with an ETag, and 304 where the client has it already."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import Request, Response

from mdi.version import __version__

JSON = "application/json"
GEOJSON = "application/geo+json"


def answer(
    request: Request, mark: str, make: Callable[[], bytes | dict[str, Any]], media: str = JSON
) -> Response:
    """Answer a request, or say that the client has the answer already.

    Args:
        request: the request.
        mark: what the answer follows from, such as the fingerprint of a result.
        make: makes the answer; not called when the client has it.
        media: the media type.
    """
    headers = {"ETag": _etag(request, mark), "Cache-Control": _cache_control(request)}
    if headers["ETag"] in _known(request):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    content = make()
    body = content if isinstance(content, bytes) else orjson.dumps(content)
    return Response(body, media_type=media, headers=headers)


def _etag(request: Request, mark: str) -> str:
    """Weak, since the same answer may be sent with and without compression."""
    query = "&".join(f"{name}={value}" for name, value in sorted(request.query_params.items()))
    whole = f"{__version__} {mark} {request.url.path}?{query}"
    return f'W/"{hashlib.sha256(whole.encode()).hexdigest()[:32]}"'


def _known(request: Request) -> list[str]:
    """The ETags that the client has."""
    return [tag.strip() for tag in request.headers.get("if-none-match", "").split(",")]


def _cache_control(request: Request) -> str:
    return f"public, max-age={request.app.state.settings.max_age}"
