"""Answers of what will go say so: Deprecation (RFC 9745) and Sunset (RFC 8594)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import parse_qsl

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.deprecations import Deprecation
from api.http.links import base_of

MOST = 100  # parameters that are looked at


class Outgoing:
    """Adds the headers to answers of addresses and parameters that will go.

    Args:
        app: the service.
        deprecated: what will go.
        public_url: where the service is, where the settings say so.
    """

    def __init__(
        self, app: ASGIApp, deprecated: Sequence[Deprecation], public_url: str | None
    ) -> None:
        self.app, self.deprecated, self.public_url = app, deprecated, public_url

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back with the headers."""
        found = list(self._headers(scope)) if scope["type"] == "http" else []

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *found]
            await send(message)

        await self.app(scope, receive, told if found else send)

    def _headers(self, scope: Scope) -> Iterable[tuple[bytes, bytes]]:
        """The headers of what goes first, where a request is about several."""
        names = _names(scope.get("query_string", b""))
        concerned = [each for each in self.deprecated if each.concerns(scope["path"], names)]
        if not concerned:
            return ()
        first = min(concerned, key=lambda each: each.until)
        return first.headers(base_of(self.public_url, scope))


def _names(query: bytes) -> set[str]:
    try:
        pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True, max_num_fields=MOST)
    except ValueError:
        return set()
    return {name for name, _ in pairs}
