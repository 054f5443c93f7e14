"""Making a join, and taking one away: the only things that are written through OGC API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from http import HTTPStatus
from typing import Any

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request

from api.documents.promises import PROBLEM_MEDIA
from api.http.answers import Answer
from api.http.formats import GEOJSON, HTML, JSON
from api.http.keys import OWN, Gate, key_in
from api.ogc.asked import Asked
from api.ogc.collections import Collection, collection_of
from api.ogc.joins.documents import described, headers_of, refused
from api.ogc.joins.form import DIRECT, FIELDS, NEEDED, Wanted, read_wanted
from api.ogc.joins.joining import KEY, features, joined
from api.ogc.joins.keeping import new_id, stamp
from api.ogc.joins.model import Contents, Join
from api.ogc.joins.parts import FORM, read_parts
from api.ogc.resources import Writing
from mdi.errors import MdiError

CLOSED = f"This service keeps no joins. Ask for output-formats={DIRECT}: that keeps nothing."


async def make_join(asked: Asked, request: Request) -> Answer:
    """Join a file to the areas of a collection (OGC 22-026, Join Creation).

    An answer that is given directly keeps nothing, so anybody may ask for it; to keep a join
    needs a key of the scope `joins`.

    Raises:
        HTTPException: 401 or 403 without such a key; 415 where there is no form; 507 where as
            many are kept as may be.
        NotHereError: there is no such collection.
        DeclarationError: all that is wrong with the form, or with the file.
    """
    try:
        return await _made(asked, request)
    except (MdiError, HTTPException) as error:
        if asked.format is not HTML:
            raise
        return refused(asked, error)


async def _made(asked: Asked, request: Request) -> Answer:
    body = await request.body()
    wanted = await run_in_threadpool(_wanted, request.headers.get("content-type", ""), body)
    if wanted.kept:
        await _let_through(asked, request, wanted.secret)
    found = collection_of(asked.library, wanted.collection)
    async with request.app.state.joining:
        return await run_in_threadpool(_kept if wanted.kept else _direct, asked, found, wanted)


async def take_away(asked: Asked, request: Request) -> Answer:
    """Take a join away (OGC 22-026, Join Delete).

    Raises:
        HTTPException: 401 or 403 without a key of the scope `joins`.
        NotHereError: there is no such join.
    """
    await _let_through(asked, request, None)
    assert asked.joins is not None  # noqa: S101 -- nobody is let through otherwise
    await run_in_threadpool(asked.joins.take_away, asked.places["joinId"])
    return Answer(JSON.media, "", list, status=HTTPStatus.NO_CONTENT)


def _wanted(content_type: str, body: bytes) -> Wanted:
    return read_wanted(read_parts(content_type, body))


async def _let_through(asked: Asked, request: Request, secret: str | None) -> None:
    """Hold a request against the keys; the key of a form counts where no header brings one."""
    if asked.joins is None:
        raise HTTPException(HTTPStatus.FORBIDDEN, CLOSED)
    gate: Gate = request.app.state.gate
    scope = request.scope
    if secret and key_in(scope) is None:
        scope = {**scope, "headers": [(OWN, secret.strip().encode())]}
    await gate.let_through(scope, "joins")


def _direct(asked: Asked, found: Collection, wanted: Wanted) -> Answer:
    """The areas with their figures, at once."""
    system = found.systems.of(wanted.system, "crs")
    contents = joined(found.layer, wanted.content, wanted.form)
    pieces = features(found.layer, contents, system)
    return Answer(
        GEOJSON.media,
        asked.mark(f"{_digest(contents)} {system.uri} {found.layer.mark}"),
        lambda: pieces,
        headers=headers_of(wanted.file, system),
        heavy=True,
    )


def _kept(asked: Asked, found: Collection, wanted: Wanted) -> Answer:
    """A join that is kept, and where it is."""
    if asked.format is GEOJSON:
        asked = replace(asked, format=JSON)
    store = asked.joins
    assert store is not None  # noqa: S101 -- nobody is let through otherwise
    contents = joined(found.layer, wanted.content, wanted.form)
    join = Join(
        id=new_id(),
        made=stamp(),
        collection=found.id,
        key=KEY,
        file=wanted.file,
        columns=list(contents.columns),
        told=wanted.told,
        matched=len(contents.codes),
    )
    store.keep(join, contents)
    answer = described(asked, join, contents)
    where = asked.link("self", f"/joins/{join.id}").href
    headers = {**answer.headers, "Location": where}
    return replace(answer, status=HTTPStatus.CREATED, headers=headers)


def _digest(contents: Contents) -> str:
    return sha256(orjson.dumps(contents)).hexdigest()


def _form() -> dict[str, Any]:
    properties = {name: {"description": text, **schema} for name, (text, schema) in FIELDS.items()}
    schema = {"type": "object", "required": list(NEEDED), "properties": properties}
    return {"required": True, "content": {FORM: {"schema": schema}}}


AREAS, JOIN = ({"$ref": f"#/components/schemas/{name}"} for name in ("JoinedAreas", "Join"))
TEXT = {"schema": {"type": "string"}}
PROBLEMS = {PROBLEM_MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}
PAGES = {**PROBLEMS, HTML.media: TEXT}  # who sends a form from a page reads a page
ASK_FOR_A_KEY = {
    "401": "A key is needed to keep or to take away a join, and this is none.",
    "403": "This key is not made for joins, or this service keeps none.",
}
ON_THE_PAGE = {
    **ASK_FOR_A_KEY,
    "400": "The form or the file does not hold up; all that is wrong is told at once.",
    "404": "There is no such collection.",
    "415": "The body is no form.",
    "507": "As many joins are kept as may be.",
}


def _refused(told: Mapping[str, str], content: Mapping[str, Any]) -> dict[str, Any]:
    return {status: {"description": text, "content": content} for status, text in told.items()}


ANSWERS = {
    "200": {
        "description": "The areas with their figures, where they are asked for directly.",
        "content": {GEOJSON.media: {"schema": AREAS}},
    },
    "201": {
        "description": "The join is kept.",
        "headers": {"Location": {"schema": {"type": "string", "format": "uri"}}},
        "content": {JSON.media: {"schema": JOIN}, HTML.media: TEXT},
    },
    **_refused(ON_THE_PAGE, PAGES),
}
MAKE = Writing(
    "joinData",
    "Join figures of your own to the areas.",
    (JSON, HTML, GEOJSON),
    make_join,
    {"requestBody": _form(), "responses": ANSWERS},
)
TAKE_AWAY = Writing(
    "deleteJoin",
    "Take a join away.",
    (JSON, HTML),
    take_away,
    {
        "responses": {
            "204": {"description": "The join is gone."},
            **_refused(ASK_FOR_A_KEY, PROBLEMS),
        }
    },
)
