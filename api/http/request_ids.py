"""Every request has an id: that of the client where it is sane, or else one of ours."""

from __future__ import annotations

import os
import re
from contextvars import ContextVar

from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = b"x-request-id"
SANE = re.compile(rb"[A-Za-z0-9._~+/=:@-]{1,64}")

current: ContextVar[str | None] = ContextVar("request_id", default=None)


class RequestIds:
    """Gives every request an id, which its answer and all lines of the log about it carry."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on under its id."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        known = id_of(scope)
        token = current.set(known.decode())

        async def named(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), (HEADER, known)]
            await send(message)

        try:
            await self.app(scope, receive, named)
        finally:
            current.reset(token)


def id_of(scope: Scope) -> bytes:
    """The id that the client gave, where it gave one that is sane; or else a new one."""
    given = [value for name, value in scope["headers"] if name == HEADER]
    if len(given) == 1 and SANE.fullmatch(given[0]):
        found: bytes = given[0]
        return found
    return new()


def new() -> bytes:
    """An id of ours."""
    return os.urandom(8).hex().encode()
