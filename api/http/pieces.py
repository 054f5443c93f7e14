"""Large answers go out in pieces, each when the client has taken most of the one before.

Otherwise a server would hold the whole of an answer for every client that reads slowly.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

PIECE = 1 << 18


class Pieces:
    """Sends bodies piece by piece."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer in pieces."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def in_pieces(message: Message) -> None:
            body = message.get("body", b"")
            if len(body) <= PIECE:
                await send(message)
                return
            view, more = memoryview(body), message.get("more_body", False)
            for begin in range(0, len(view), PIECE):
                end = begin + PIECE
                part = {"body": view[begin:end], "more_body": more or end < len(view)}
                await send({"type": message["type"], **part})

        await self.app(scope, receive, in_pieces)
