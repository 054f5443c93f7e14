"""The OpenAPI document, at the root of the API and at the root of the service."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from api.contact import contact_of
from api.documents.openapi import served
from api.http.links import base_of
from api.queries import NoQuery
from api.responses import answer
from api.settings import Settings

router = APIRouter(include_in_schema=False)


@router.get("/v1/openapi.json")
@router.get("/openapi.json")
def document(request: Request, _: NoQuery) -> Response:
    """The document; its server is where this client found the service."""
    settings: Settings = request.app.state.settings
    base = base_of(settings.public_url, request.scope)
    contact = contact_of(settings).plain(base)
    mark = f"openapi {base} {contact}"
    return answer(request, mark, lambda: served(request.app.openapi(), base, contact))
