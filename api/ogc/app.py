"""OGC API as one route: finds the resource, reads the query, sends the answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from api.http.answers import send_answer
from api.http.formats import format_of
from api.http.languages import language_of
from api.http.links import base_of
from api.ogc.asked import ROOT, Asked
from api.ogc.parameters import read_query
from api.ogc.resources import Resource, find
from api.ogc.table import RESOURCES
from api.settings import Settings

if TYPE_CHECKING:
    from api.shelf import Shelf

READING = {"GET", "HEAD"}
ALLOW = "GET, HEAD, OPTIONS"


class OgcApi(BaseRoute):
    """OGC API over what a shelf serves.

    Args:
        shelf: knows the library of now.
        settings: of the service.
    """

    def __init__(self, shelf: Shelf, settings: Settings) -> None:
        self._shelf, self._settings = shelf, settings

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Everything below the root of OGC API is answered here."""
        path = scope["path"] if scope["type"] == "http" else ""
        if path in {ROOT, ROOT + "/"}:  # the root alone may end in a slash
            return Match.FULL, {"path_of_ogc": ""}
        ours = path.startswith(ROOT + "/")
        return (Match.FULL, {"path_of_ogc": path[len(ROOT) :]}) if ours else (Match.NONE, {})

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request.

        Raises:
            HTTPException: there is nothing at this address, or it is asked in another way.
            MdiError: what is asked does not hold up.
        """
        del receive
        path = scope["path_of_ogc"]
        found = find(RESOURCES, path)
        if found is None:
            raise HTTPException(404)
        scope.setdefault("state", {})["route_template"] = ROOT + found[0].path
        if scope["method"] not in READING:
            raise HTTPException(405, headers={"Allow": ALLOW})
        asked = self._asked(scope, path, *found)
        if found[0].quick(asked):
            answer = found[0].respond(asked)
        else:
            answer = await run_in_threadpool(found[0].respond, asked)
        await send_answer(answer, scope, send, self._control)

    def _asked(
        self, scope: Scope, path: str, resource: Resource, places: Mapping[str, str]
    ) -> Asked:
        library = self._shelf.library
        scope.setdefault("state", {})["edition"] = library.edition
        headers, query = dict(scope["headers"]), scope.get("query_string", b"")
        more = resource.open(library, **places) if resource.open else ()
        values = read_query(query, (*resource.own, *more))
        return Asked(
            library=library,
            base=base_of(self._settings.public_url, scope),
            path=path,
            places=places,
            query=values,
            given=dict(parse_qsl(query.decode("ascii"), keep_blank_values=True)),
            format=format_of(resource.formats, values.get("f"), _header(headers, b"accept")),
            language=language_of(values.get("lang"), _header(headers, b"accept-language")),
        )

    @property
    def _control(self) -> str:
        settings = self._settings
        return "public, no-cache" if settings.store else f"public, max-age={settings.max_age}"


def _header(headers: Mapping[bytes, bytes], name: bytes) -> str | None:
    value = headers.get(name)
    return None if value is None else value.decode("latin-1")
