"""HEAD: the headers of an answer to GET, without its body (RFC 9110, 9.3.2)."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Heads:
    """Answers HEAD wherever GET is answered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; of the answer to HEAD the head alone comes back."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def headers_alone(message: Message) -> None:
            if message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        scope.setdefault("state", {})["head"] = True  # so that nothing long need be read
        asked = {**scope, "method": "GET"}  # a copy: the server has to know that no body comes
        try:
            await self.app(asked, receive, headers_alone)
        finally:
            scope.update({**asked, "method": "HEAD"})  # so that accounts know the route
