"""Which route answers a request, as a template without the values that were asked."""

from __future__ import annotations

from starlette.types import Scope

UNKNOWN = "none"
TEMPLATE = "route_template"  # of the state of a request, where an application sets it itself


def template_of(scope: Scope) -> str:
    """The template of the route, such as `/v1/index/{code}`; one word where there is none.

    There are as many templates as routes, whatever is asked.
    """
    told = scope.get("state", {}).get(TEMPLATE)
    if told:
        return str(told)
    if "endpoint" not in scope:
        return UNKNOWN
    found = scope.get("fastapi", {}).get("effective_route_context")  # which has the whole path
    return str(getattr(found or scope.get("route"), "path", UNKNOWN))
