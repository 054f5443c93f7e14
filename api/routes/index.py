"""The index of areas: lists, and one area explained."""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request, Response

import mdi
from api.documents import AreaProfile, IndexAnswer
from api.errors import NotHereError
from api.examples import INDEX, PROFILE, answers
from api.library import Library
from api.queries import AreaCode, IndexQuery, NoQuery, OwnIndex, Recipe, TheLibrary
from api.responses import answer, answer_once
from mdi.columns import rows_of
from mdi.errors import DeclarationError, did_you_mean

router = APIRouter(tags=["index"])


@router.get("/index", summary="Areas with their index", responses=answers(IndexAnswer, INDEX))
def index(request: Request, library: TheLibrary, query: Annotated[IndexQuery, Query()]) -> Response:
    """Index, rank, decile, coverage and domains of areas, sorted and page by page.

    Ranks and scores always belong to the whole country, also within a larger area.
    """
    result = query.result(library)

    def make() -> dict[str, Any]:
        found = listed(library, result, query)
        return {**found, "links": _links(request, query, found["matched"])}

    return answer(request, result.fingerprint, make)


@router.post(
    "/index",
    summary="An index by your own weights or method",
    responses=answers(IndexAnswer, INDEX),
)
def own_index(library: TheLibrary, asked: OwnIndex, _: NoQuery) -> Response:
    """Compute with weights or a method given in the body; nothing is kept."""
    result = asked.result(library)
    return answer_once({**listed(library, result, asked), "links": []})


@router.get("/index/{code}", summary="One area explained", responses=answers(AreaProfile, PROFILE))
def profile(
    request: Request, library: TheLibrary, code: AreaCode, query: Annotated[Recipe, Query()]
) -> Response:
    """Why an area stands where it stands: every domain and indicator, with its share."""
    level = library.catalogue.declared_geography().level_of(code)
    if level is None or level.id not in library.catalogue.levels():
        raise NotHereError(f"'{code}' is no code of an area here.")
    result = query.of(library, level.id)
    area = result.position(code)

    def make() -> dict[str, Any]:
        extra = {
            "parent_code": result.table.parents[area],
            "score_min": result.score_min,
            "score_max": result.score_max,
            "fingerprint": result.fingerprint,
        }
        return {**result.profile(code).to_dict(), **extra}

    return answer(request, result.fingerprint, make)


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
    named = {"edition": library.edition} if library.edition else {}
    return {
        "provenance": {**named, **result.provenance},
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
