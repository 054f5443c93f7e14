"""Headers that stand on every answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

Header = tuple[bytes, bytes]


class StandingHeaders:
    """Adds headers to every answer that does not have them already.

    Args:
        app: what answers.
        headers: names, in small letters, and values.
        by_media: what is added to answers of a media type.
    """

    def __init__(
        self,
        app: ASGIApp,
        headers: Iterable[Header],
        by_media: Callable[[bytes], Header] | None = None,
    ) -> None:
        self.app, self.headers, self.by_media = app, tuple(headers), by_media

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back with the headers."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def standing(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = self._with(message.get("headers", ()))
            await send(message)

        await self.app(scope, receive, standing)

    def _with(self, given: Iterable[Header]) -> list[Header]:
        """The headers of an answer and those that it lacks."""
        headers = list(given)
        has = {name.lower(): value for name, value in headers}
        added = self.headers
        if self.by_media:
            added = (*added, self.by_media(has.get(b"content-type", b"")))
        return headers + [each for each in added if each[0] not in has]
