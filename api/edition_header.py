"""Every answer that follows from an edition names it in a header."""

from __future__ import annotations

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "X-Edition"


class EditionHeader:
    """Adds the name of the edition that a request was answered from, errors included."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back with the header."""

        async def named(message: Message) -> None:
            edition = scope.get("state", {}).get("edition")
            if edition and message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = edition
            await send(message)

        await self.app(scope, receive, named)
