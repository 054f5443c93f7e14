"""OGC API as one route: finds the resource, reads the query, sends the answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import BaseRoute, Match
from starlette.types import Receive, Scope, Send

from api.editions import edition_in
from api.http.answers import Reply, reply_of, send_answer, takes_a_moment
from api.http.formats import format_of
from api.http.languages import language_of
from api.http.links import base_of
from api.ogc.asked import ROOT, Asked
from api.ogc.joins.keeping import store_of
from api.ogc.parameters import Parameter, read_query
from api.ogc.resources import Resource, Writing, find
from api.ogc.table import RESOURCES
from api.settings import Settings

if TYPE_CHECKING:
    from api.library import Library
    from api.shelf import Shelf

BRISK = tuple(each for each in RESOURCES if each.brisk)
READING = ("GET", "HEAD", "OPTIONS")
FRESH = "public, no-cache"  # asked for again every time


class OgcApi(BaseRoute):
    """OGC API over what a shelf serves.

    Args:
        shelf: knows the library of now.
        settings: of the service.
    """

    def __init__(self, shelf: Shelf, settings: Settings) -> None:
        self._shelf, self._settings = shelf, settings
        self._joins = store_of(settings)

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
        path = scope["path_of_ogc"]
        found = find(RESOURCES, path)
        if found is None:
            raise HTTPException(404)
        resource, method = found[0], scope["method"]
        scope.setdefault("state", {})["route_template"] = ROOT + resource.path
        if method in resource.writing:
            change = resource.writing[method]
            asked = self._asked(scope, path, *found, change)
            answer = await change.respond(asked, Request(scope, receive))
            await send_answer(answer, _without_conditions(scope), send, "no-store")
            return
        if method not in READING[:2]:
            raise HTTPException(405, headers={"Allow": ", ".join((*READING, *resource.writing))})
        if resource.paged and edition_in(scope["query_string"]):  # which is opened where it is not
            asked = await run_in_threadpool(self._asked, scope, path, *found)
        else:
            asked = self._asked(scope, path, *found)
        if resource.quick(asked):
            answer = resource.respond(asked)
        else:
            answer = await run_in_threadpool(resource.respond, asked)
        await send_answer(answer, scope, send, FRESH if resource.fresh else self._control)

    def at_once(self, scope: Scope) -> Reply | None:
        """The answer to a GET that is asked often and made in a moment; None for all others.

        Raises:
            MdiError: what is asked does not hold up.
        """
        path = scope["path"]
        found = find(BRISK, path[len(ROOT) :]) if path.startswith(ROOT) else None
        if found is None or (found[0].paged and edition_in(scope["query_string"])):
            return None
        scope["state"]["route_template"] = ROOT + found[0].path
        asked = self._asked(scope, path[len(ROOT) :], *found)
        if found[0].brisk is None or not found[0].brisk(asked):
            return None
        answer = found[0].respond(asked)
        return reply_of(answer, scope, self._control) if takes_a_moment(answer, scope) else None

    def _asked(
        self,
        scope: Scope,
        path: str,
        resource: Resource,
        places: Mapping[str, str],
        change: Writing | None = None,
    ) -> Asked:
        headers, query = dict(scope["headers"]), scope.get("query_string", b"")
        edition = edition_in(query) if resource.paged else None
        library = self._shelf.of(edition) if edition else self._shelf.library
        scope.setdefault("state", {})["edition"] = library.edition
        values: Mapping[str, Any] = {}
        if query:
            known = resource.common if change else self._parameters(resource, library, places)
            values = read_query(query, known)
        return Asked(
            library=library,
            base=base_of(self._settings.public_url, scope),
            path=path,
            places=places,
            query=values,
            given=dict(parse_qsl(query.decode("ascii"), keep_blank_values=True)) if query else {},
            format=format_of(
                (change or resource).formats, values.get("f"), _header(headers, b"accept")
            ),
            language=language_of(values.get("lang"), _header(headers, b"accept-language")),
            joins=self._joins,
        )

    @staticmethod
    def _parameters(
        resource: Resource, library: Library, places: Mapping[str, str]
    ) -> tuple[Parameter, ...]:
        """What may be asked of a resource."""
        more = resource.open(library, **places) if resource.open else ()
        return (*resource.own, *more)

    @property
    def _control(self) -> str:
        settings = self._settings
        return "public, no-cache" if settings.store else f"public, max-age={settings.max_age}"


def _header(headers: Mapping[bytes, bytes], name: bytes) -> str | None:
    value = headers.get(name)
    return None if value is None else value.decode("latin-1")


def _without_conditions(scope: Scope) -> Scope:
    """A request that changes something, or sends a body, is answered whatever the client has."""
    headers = [(name, value) for name, value in scope["headers"] if name != b"if-none-match"]
    return {**scope, "headers": headers}
