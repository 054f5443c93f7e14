"""The format at the end of an address: `/v1/index.csv` is `/v1/index?f=csv`."""

from __future__ import annotations

import re

from starlette._utils import get_route_path
from starlette.types import ASGIApp, Receive, Scope, Send

SUFFIX = re.compile(r"(/v1/(?!download/|openapi\.).*[^/])\.(json|csv|csv-nl|arrow|jsonstat)")


class Suffixes:
    """Turns a suffix into the parameter `f`, which it outranks."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, with its format as a parameter."""
        if scope["type"] == "http":
            path = get_route_path(scope)
            found = SUFFIX.fullmatch(path)
            if found:
                root = scope["path"].removesuffix(path)
                scope["path"] = root + found[1]
                asked = [part for part in scope["query_string"].split(b"&") if part]
                scope["query_string"] = b"&".join([*asked, b"f=" + found[2].encode()])
        await self.app(scope, receive, send)
