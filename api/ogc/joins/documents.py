"""Joins as documents: those that are kept, and one of them (OGC 22-026, Joins, Join Schema)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from http import HTTPStatus
from pathlib import PurePath
from typing import Any

import orjson
from starlette.exceptions import HTTPException

from api.errors import NotHereError, status_of
from api.http.answers import Answer
from api.http.formats import GEOJSON, HTML, JSON
from api.http.links import Link
from api.ogc.asked import Asked
from api.ogc.collections import collection_of, collections_of, links_to_itself, title_of
from api.ogc.documents import document
from api.ogc.instants import read_times, touches
from api.ogc.joins.joining import features, information
from api.ogc.joins.keeping import Joins, stamp
from api.ogc.joins.keys import turned
from api.ogc.joins.model import Contents, Join
from api.ogc.parameters import Parameter, whole
from api.ogc.shown import DECIMALS
from api.ogc.systems import System, systems_of
from geodata.pictures.words import WORDS
from mdi.errors import MdiError

MOST, USUAL = 1_000, 100  # joins on a page
ROWS = 20  # areas that a page shows of a join
OF_JOINS = (
    whole("limit", "How many joins at most.", 1, MOST, USUAL),
    whole("offset", "How many joins to pass over.", 0, default=0),
    Parameter(
        "datetime",
        "An instant or an interval: joins that were made then.",
        {"type": "string"},
        read_times,
    ),
)


def of_results(library: Any, **_: str) -> tuple[Parameter, ...]:
    """What can be asked of the areas of a join."""
    systems = systems_of(library.catalogue.declared_geography())
    schema = {"type": "string", "format": "uri", "enum": systems.uris, "default": systems.uris[0]}
    description = "The coordinate system of the answer."
    return (Parameter("crs", description, schema, lambda given: systems.of(given, "crs")),)


def joins(asked: Asked, wrong: Sequence[str] = ()) -> Answer:
    """The joins that are kept, the newest first; on its page new ones are made.

    Args:
        asked: the request.
        wrong: what was wrong with an attempt to make one.
    """
    kept = asked.joins.all() if asked.joins else []
    if "datetime" in asked.query:
        kept = [join for join in kept if touches(asked.query["datetime"], (join.made, join.made))]
    told = stamp()

    def make() -> dict[str, Any]:
        limit, offset = asked.query.get("limit", USUAL), asked.query.get("offset", 0)
        shown = kept[offset : offset + limit]
        here = Link(asked.here(), "self", asked.format.media)
        other = JSON if asked.format is HTML else HTML
        alternate = Link(asked.here(f=other.name), "alternate", other.media)
        made = {
            "title": asked.say("Uw eigen cijfers op de kaart", "Your own figures on the map"),
            "links": [
                here.plain(),
                alternate.plain(),
                *turned(asked, len(kept), limit, offset),
            ],
            "joins": [_listed(join, asked) for join in shown],
            "numberMatched": len(kept),
            "numberReturned": len(shown),
            "timeStamp": told,
        }
        return {**made, "form": form_of(asked), "wrong": wrong} if asked.format is HTML else made

    mark = f"{told} {wrong} {sha256(orjson.dumps(kept)).hexdigest()}"
    return document(asked, make, "joins.html", mark)


def refused(asked: Asked, error: MdiError | HTTPException) -> Answer:
    """The page on which joins are made, with what was wrong with the last attempt.

    Raises:
        MdiError: the same, where it is a mistake of the service.
    """
    if isinstance(error, HTTPException):
        status, told = error.status_code, [str(error.detail)]
    else:
        status, told = int(status_of(error)), str(error).splitlines()
    if status >= HTTPStatus.INTERNAL_SERVER_ERROR and status != HTTPStatus.INSUFFICIENT_STORAGE:
        raise error
    answer = joins(asked, told)
    return replace(answer, status=status)


def join(asked: Asked) -> Answer:
    """One join."""
    kept, found = _found(asked)
    return described(asked, found, kept.contents(found))


def described(asked: Asked, found: Join, contents: Contents) -> Answer:
    """A join as a document."""

    def make() -> dict[str, Any]:
        plain = plain_join(asked, found, contents)
        return {**plain, **_shown(asked, found, contents)} if asked.format is HTML else plain

    return document(asked, make, "join.html", f"join {found.id} {asked.library.whole_mark}")


def results(asked: Asked) -> Answer:
    """The areas of a join with their figures."""
    kept, found = _found(asked)
    layer = collection_of(asked.library, found.collection).layer
    system: System = asked.query.get("crs", layer.systems.all[0])
    return Answer(
        GEOJSON.media,
        asked.mark(f"join {found.id} {layer.mark}"),
        lambda: features(layer, kept.contents(found), system),
        headers=headers_of(found.file, system),
        heavy=True,
    )


def headers_of(file: str, system: System) -> dict[str, str]:
    """What is told of a file with areas: its coordinate system, and how to call it."""
    stem = re.sub("[^A-Za-z0-9_-]", "", PurePath(file).stem)
    return {
        "Content-Crs": f"<{system.uri}>",
        "Content-Disposition": f'attachment; filename="{stem or "join"}.geojson"',
    }


def plain_join(asked: Asked, found: Join, contents: Contents) -> dict[str, Any]:
    """A join as the draft has it."""
    path = f"/joins/{found.id}"
    areas = f"/collections/{found.collection}"
    title = ", ".join(found.columns)
    inputs = [
        asked.link("dataset", areas, each.media, query={"f": each.name}) for each in (JSON, HTML)
    ]
    output = asked.link("output", f"{path}/results", GEOJSON.media, title)
    told = {"joinInformation": information(contents)} if found.told else {}
    return {
        "links": links_to_itself(asked, path),
        "join": {
            "id": found.id,
            "timeStamp": found.made,
            "inputs": {
                "attributeDataset": found.file,
                "collection": [link.plain() for link in inputs],
            },
            "outputs": [output.plain()],
            **told,
        },
    }


def form_of(asked: Asked) -> dict[str, Any]:
    """What the form on the page offers."""
    systems = systems_of(asked.library.catalogue.declared_geography())
    return {
        "collections": [(each.id, title_of(each, asked)) for each in collections_of(asked.library)],
        "systems": systems.uris,
        "keeps": asked.joins is not None,
        "days": round(asked.joins.days) if asked.joins else 0,
    }


def _listed(join: Join, asked: Asked) -> dict[str, Any]:
    links = [
        asked.link(
            "join", f"/joins/{join.id}", each.media, ", ".join(join.columns), {"f": each.name}
        )
        for each in (JSON, HTML)
    ]
    return {"id": join.id, "timeStamp": join.made, "links": [link.plain() for link in links]}


def _shown(asked: Asked, found: Join, contents: Contents) -> dict[str, Any]:
    """What the page tells beside it."""
    counts = {
        asked.say("gebieden met cijfers", "areas with figures"): len(contents.codes),
        asked.say("gebieden zonder", "areas without"): len(contents.unmatched),
        asked.say("codes die geen gebied zijn", "codes that are no area"): len(contents.additional),
        asked.say("codes die vaker voorkomen", "codes given twice"): len(contents.duplicate),
    }
    cells = [[_cell(each, asked) for each in column[:ROWS]] for column in contents.columns.values()]
    return {
        "title": ", ".join(found.columns),
        "collection": found.collection,
        "file": found.file,
        "counts": counts,
        "strays": contents.additional[:ROWS],
        "columns": list(found.columns),
        "rows": list(zip(contents.codes[:ROWS], *cells, strict=True)),
    }


def _cell(value: Any, asked: Asked) -> tuple[str, bool]:
    """A value as its language writes it, and whether it is a number."""
    if isinstance(value, str) or value is None:
        return value or "", False
    return WORDS[asked.language].number(value, 0 if isinstance(value, int) else DECIMALS), True


def _found(asked: Asked) -> tuple[Joins, Join]:
    """Where joins are kept, and the one that is asked for."""
    name = asked.places["joinId"]
    if asked.joins is None:
        raise NotHereError(f"There is no join '{name}'.", hint="This service keeps none.")
    return asked.joins, asked.joins.one(name)
