"""In which ways an address can be asked: the header `Allow`, and the answer to OPTIONS."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

ASKED = ("GET", "POST", "PUT", "PATCH", "DELETE")


def allowed(request: Request) -> str | None:
    """All methods of an address (RFC 9110, 10.2.1); None where no route of the service has it.

    A router knows of the first route at an address only; others may stand behind it.

    Args:
        request: of which the address is asked for.
    """
    found = [method for method in ASKED if _is_answered(request, method)]
    if not found:
        return None
    heads = ["HEAD"] if "GET" in found else []
    return ", ".join([*found[:1], *heads, *found[1:], "OPTIONS"])


def told(allow: str) -> Response:
    """The answer to OPTIONS (RFC 9110, 9.3.7)."""
    return Response(status_code=204, headers={"Allow": allow})


def _is_answered(request: Request, method: str) -> bool:
    scope = {**request.scope, "method": method}
    return any(route.matches(scope)[0] is Match.FULL for route in request.app.router.routes)
