"""Answers of `/v1`: documents and columns, with a strong ETag for each representation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

import orjson
from fastapi import Request, Response
from starlette.types import Receive, Scope, Send

from api.disclosure import disclosure_of
from api.http.answers import Answer, send_answer
from api.http.links import Link
from api.settings import Settings
from mdi.version import __version__

JSON = "application/json"
GEOJSON = "application/geo+json"
PLAIN = orjson.OPT_SERIALIZE_NUMPY  # arrays too; NaN is null

Content = bytes | dict[str, Any]


class Prepared(Response):
    """An answer that is made when it is known that the client does not have it.

    Args:
        answer: the answer.
        control: the header `Cache-Control`.
    """

    def __init__(self, answer: Answer, control: str) -> None:
        super().__init__()
        self.answer, self.control = answer, control

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it; parameters in another order ask for the same."""
        del receive
        query = b"&".join(sorted(scope["query_string"].split(b"&")))
        await send_answer(self.answer, {**scope, "query_string": query}, send, self.control)


def answer(
    request: Request,
    mark: str,
    make: Callable[[], Content],
    media: str = JSON,
    headers: Mapping[str, str] | None = None,
) -> Prepared:
    """Answer a request, or say that the client has the answer already.

    Args:
        request: the request.
        mark: what the answer follows from, such as the fingerprint of a result.
        make: makes the answer; not called when the client has it.
        media: the media type, as it is sent.
        headers: more headers.
    """
    edition = getattr(request.state, "edition", None) or ""
    shown = disclosure_of(request.app.state.settings)
    body = _eager(make) if request.headers.get("if-none-match") == "*" else make
    found = Answer(
        media=media,
        mark=f"{__version__} {edition} {mark} {shown}",
        make=lambda: [encoded(body())],
        headers=headers or {},
        heavy=True,
    )
    return Prepared(found, cache_control(request))


def linked(found: Prepared, links: Sequence[Link]) -> Prepared:
    """An answer that tells of other pages in a header, as a table has no room for them."""
    headers = {**found.answer.headers, "Link": ", ".join(link.header() for link in links)}
    return Prepared(replace(found.answer, headers=headers), found.control)


def answer_once(content: dict[str, Any]) -> Response:
    """Answer a request with a body of its own, or one that changes; nobody keeps the answer."""
    body = encoded(content)
    return Prepared(Answer(JSON, sha256(body).hexdigest(), lambda: [body]), "no-store")


def encoded(content: Content) -> bytes:
    """Plain data, with arrays in it, as JSON; bytes as they are."""
    return content if isinstance(content, bytes) else orjson.dumps(content, option=PLAIN)


def cache_control(request: Request) -> str:
    """How long an answer may be used; over a store it may be kept, and must be asked for again.

    So must one that is unfinished: more will be known in a moment.
    """
    settings: Settings = request.app.state.settings
    again = settings.store or getattr(request.state, "unfinished", False)
    return "public, no-cache" if again else f"public, max-age={settings.max_age}"


def _eager(make: Callable[[], Content]) -> Callable[[], Content]:
    """Who says to have everything is told all the same that a question is wrong."""
    body = encoded(make())
    return lambda: body
