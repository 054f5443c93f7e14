"""Pages from anywhere may read: the data are public, and no cookie lets anybody in.

Every answer allows every origin, so that no answer depends on who asks, and caches keep one.
"""

from __future__ import annotations

from http import HTTPStatus

from starlette.types import ASGIApp, Receive, Scope, Send

from api.http.standing import Header

EXPOSED = (
    "API-Version",
    "Accept-Ranges",
    "Content-Crs",
    "Content-Disposition",
    "Content-Range",
    "Deprecation",
    "ETag",
    "Link",
    "Location",
    "RateLimit",
    "RateLimit-Policy",
    "Repr-Digest",
    "Retry-After",
    "Server-Timing",
    "Sunset",
    "X-Edition",
    "X-Request-Id",
)
ACCEPTED = (
    "Accept",
    "Accept-Language",
    "Authorization",
    "Content-Type",
    "Idempotency-Key",
    "If-Modified-Since",
    "If-None-Match",
    "Last-Event-ID",
    "Range",
    "X-Api-Key",
    "X-Request-Id",
)
METHODS = ("GET", "HEAD", "POST", "DELETE", "OPTIONS")
ASKS = b"access-control-request-method"

STANDING: tuple[Header, ...] = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", ", ".join(EXPOSED).encode()),
)
PREFLIGHT: tuple[Header, ...] = (
    (b"access-control-allow-methods", ", ".join(METHODS).encode()),
    (b"access-control-allow-headers", ", ".join(ACCEPTED).encode()),
    (b"access-control-max-age", b"86400"),
)


class Preflight:
    """Answers browsers that ask whether they may ask."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer such a question; pass any other request on."""
        if not _is_preflight(scope):
            await self.app(scope, receive, send)
            return
        status = HTTPStatus.NO_CONTENT.value
        await send({"type": "http.response.start", "status": status, "headers": list(PREFLIGHT)})
        await send({"type": "http.response.body"})


def _is_preflight(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "OPTIONS":
        return False
    return any(name == ASKS for name, _ in scope["headers"])
