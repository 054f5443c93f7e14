"""Headers that stand on every answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

Header = tuple[bytes, bytes]


class Standing:
    """Headers of every answer.

    Args:
        headers: names, in small letters, and values.
        by_media: what is added to answers of a media type.
    """

    def __init__(
        self, headers: Iterable[Header], by_media: Callable[[bytes], Header] | None = None
    ) -> None:
        self.headers, self.by_media = tuple(headers), by_media

    def lacking(self, given: Iterable[Header]) -> list[Header]:
        """Those that an answer does not have."""
        has = {name.lower(): value for name, value in given}
        added = self.headers
        if self.by_media:
            added = (*added, self.by_media(has.get(b"content-type", b"")))
        return [each for each in added if each[0] not in has]


class StandingHeaders:
    """Adds headers to every answer that does not have them already."""

    def __init__(self, app: ASGIApp, standing: Standing) -> None:
        self.app, self.standing = app, standing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back with the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def standing(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = list(message.get("headers", ()))
                message["headers"] = given + self.standing.lacking(given)
            await send(message)

        await self.app(scope, receive, standing)
