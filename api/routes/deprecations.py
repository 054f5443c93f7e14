"""What of this API will go, and when."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.deprecations import Schedule, schedule
from api.examples.basic import answers
from api.examples.deprecated import DEPRECATED
from api.queries import NoQuery
from api.responses import answer

router = APIRouter(tags=["declarations"])


@router.get("/deprecations", summary="What will go", responses=answers(Schedule, DEPRECATED))
def deprecations(request: Request, _: NoQuery) -> Response:
    """Addresses and parameters that will go: since when that is said, and until when they stay."""
    found = schedule()
    return answer(request, "deprecations", lambda: found.model_dump(mode="json"))
