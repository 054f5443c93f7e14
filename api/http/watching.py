"""What became of every request, told to those who keep account of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

GONE = 499  # the client left before there was an answer; no status of HTTP


@dataclass(frozen=True, slots=True)
class Seen:
    """A request that was answered.

    Attributes:
        scope: of the request; it also tells the route that was found.
        status: of the answer.
        size: bytes of its body.
        seconds: from the request to the end of the answer.
    """

    scope: Scope
    status: int
    size: int
    seconds: float


class Watcher(Protocol):
    """Keeps account of requests."""

    def begins(self) -> None:
        """A request came in."""

    def ends(self, seen: Seen) -> None:
        """It was answered, or its client left."""


class Watch:
    """Tells the watchers of every request."""

    def __init__(self, app: ASGIApp, watchers: Sequence[Watcher]) -> None:
        self.app, self.watchers = app, watchers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and look at its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status, size, began = GONE, 0, perf_counter()

        async def watched(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
            else:
                size += len(message.get("body", b""))
            await send(message)

        for watcher in self.watchers:
            watcher.begins()
        try:
            await self.app(scope, receive, watched)
        finally:
            seen = Seen(scope, status, size, perf_counter() - began)
            for watcher in self.watchers:
                watcher.ends(seen)
