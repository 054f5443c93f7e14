"""Compression of what is not an answer of ours: pages, scripts, and the document of the service."""

from __future__ import annotations

from starlette._utils import get_route_path
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import Receive, Scope, Send

OURS = ("/v1/", "/ogc/")  # `send_answer` chooses the coding of these


class Packing(GZipMiddleware):
    """Compresses an answer, unless it comes from where answers do so themselves."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        ours = scope["type"] == "http" and get_route_path(scope).startswith(OURS)
        answering = self.app if ours else super().__call__
        await answering(scope, receive, send)
