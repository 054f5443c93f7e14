"""The index of areas: lists, and one area explained."""

from __future__ import annotations

from functools import partial
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

import mdi
from api.bodies import OwnIndex
from api.cubes import answer_cube, cube_of_index
from api.documents import AreaProfile, IndexAnswer, JsonStat
from api.examples import INDEX, PROFILE, answers
from api.http.languages import Language
from api.http.links import base_of
from api.jsonstat import JSONSTAT
from api.library import Library
from api.lists import TABLES, Table, answer_list, table_of_records
from api.profiles import ROW, rows_of_profile
from api.queries import (
    AreaCode,
    IndexQuery,
    NoQuery,
    ProfileQuery,
    TheLibrary,
    level_of,
)
from api.responses import answer_once
from mdi.columns import columns_of, rows_of
from mdi.errors import DeclarationError, did_you_mean

router = APIRouter(tags=["index"])


@router.get(
    "/index",
    summary="Areas with their index",
    responses=answers(IndexAnswer | JsonStat, INDEX, TABLES),
)
def index(request: Request, library: TheLibrary, query: Annotated[IndexQuery, Query()]) -> Response:
    """Index, rank, decile, coverage and domains of areas, sorted and page by page.

    Ranks and scores always belong to the whole country, also within a larger area.
    """
    result = query.result(library)

    def make() -> dict[str, Any]:
        found = listed(library, result, query)
        return {**found, "links": _links(request, query, found["matched"])}

    if query.f == JSONSTAT.name:
        base = base_of(request.app.state.settings.public_url, request.scope)
        cube = partial(cube_of_index, library, result)
        mark = f"{result.fingerprint} {base}"
        return answer_cube(request, mark, query.lang, lambda to: cube(make(), base, to))

    def table(found: dict[str, Any], _: Language) -> Table:
        names = [*columns_of(result), "parent_code"]
        return table_of_records(found["areas"], names, found["provenance"]["publisher"])

    return answer_list(request, query, result.fingerprint, make, table)


@router.post(
    "/index",
    summary="An index by your own weights or method",
    responses=answers(IndexAnswer, INDEX),
)
def own_index(library: TheLibrary, asked: OwnIndex, _: NoQuery) -> Response:
    """Compute with weights or a method given in the body; nothing is kept."""
    library.disclosure.check(asked.method)
    result = asked.result(library)
    return answer_once({**listed(library, result, asked), "links": []})


@router.get(
    "/index/{code}", summary="One area explained", responses=answers(AreaProfile, PROFILE, TABLES)
)
def profile(
    request: Request, library: TheLibrary, code: AreaCode, query: Annotated[ProfileQuery, Query()]
) -> Response:
    """Why an area stands where it stands: every domain and indicator, with its share.

    A figure about too few people is not shown; its status is `withheld`.
    """
    result = query.of(library, level_of(library, code))
    area = result.position(code)

    def make() -> dict[str, Any]:
        table = result.table
        extra = {
            "parent_code": table.parents[area],
            "score_min": result.score_min,
            "score_max": result.score_max,
            "fingerprint": result.fingerprint,
            "publisher": library.source(table.level, table.year).publisher,
        }
        return {**library.disclosure.profile(result.profile(code).to_dict()), **extra}

    def table(found: dict[str, Any], language: Language) -> Table:
        return table_of_records(rows_of_profile(found, language), ROW, found["publisher"])

    return answer_list(request, query, result.fingerprint, make, table)


def listed(
    library: Library, result: mdi.IndexResult, query: IndexQuery | OwnIndex
) -> dict[str, Any]:
    """The page of areas that is asked for, with the provenance of the result."""
    inside = library.within(result, query.parent)
    rows = [
        {**row, "parent_code": parent}
        for row, parent in zip(rows_of(result), result.table.parents, strict=True)
    ]
    if inside is not None:
        rows = [row for row, here in zip(rows, inside, strict=True) if here]
    ordered = _sorted(rows, query.sort)
    page = ordered[query.offset : query.offset + query.limit]
    return {
        "provenance": library.provenance(result),
        "matched": len(rows),
        "returned": len(page),
        "areas": page,
    }


def _sorted(rows: list[dict[str, Any]], sort: str) -> list[dict[str, Any]]:
    """Sorted by a column, ties by code; areas without a figure last."""
    column, downward = sort.removeprefix("-"), sort.startswith("-")
    if rows and column not in rows[0]:
        hint = did_you_mean(column, list(rows[0]))
        raise DeclarationError(f"There is no column '{column}' to sort by.", hint=hint)
    rows = sorted(rows, key=lambda row: row["area_code"])
    with_figure = [row for row in rows if row[column] is not None]
    without = [row for row in rows if row[column] is None]
    return sorted(with_figure, key=lambda row: row[column], reverse=downward) + without


def _links(request: Request, query: IndexQuery, matched: int) -> list[dict[str, str]]:
    """Where this page, the next and the one before are."""
    pages = {"self": query.offset}
    if query.offset + query.limit < matched:
        pages["next"] = query.offset + query.limit
    if query.offset > 0:
        pages["prev"] = max(0, query.offset - query.limit)
    given = dict(request.query_params)
    return [
        {"rel": rel, "href": f"{request.url.path}?{urlencode({**given, 'offset': offset})}"}
        for rel, offset in pages.items()
    ]
