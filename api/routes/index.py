"""The index of areas: lists, and one area explained."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.bodies import OwnIndex
from api.cubes import answer_cube, cube_of_index
from api.documents import AreaProfile, IndexAnswer, JsonStat
from api.examples import INDEX, PROFILE, answers
from api.http.languages import Language
from api.http.links import Link, address, base_of
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
    ThePaged,
    level_of,
)
from api.responses import answer_once, linked
from api.sureness import Sureness
from mdi.columns import columns_of, rows_of
from mdi.errors import DeclarationError, did_you_mean
from mdi.result import IndexResult

PATH = "/v1/index"

router = APIRouter(tags=["index"])


@router.get(
    "/index",
    summary="Areas with their index",
    responses=answers(IndexAnswer | JsonStat, INDEX, TABLES),
)
def index(request: Request, library: ThePaged, query: Annotated[IndexQuery, Query()]) -> Response:
    """Index, rank, decile, coverage and domains of areas, sorted and page by page.

    Ranks and scores always belong to the whole country, also within a larger area.
    """
    result = query.result(library)
    sure = query.sure(request, library, result)
    links = list(_links(request, library, query, _matched(library, result, query)))
    mark = f"{sure.mark} {links[0].href}"

    def make() -> dict[str, Any]:
        return {**listed(library, sure, query), "links": [link.plain() for link in links]}

    if query.f == JSONSTAT.name:
        cube = partial(cube_of_index, library, sure)
        return answer_cube(request, mark, query.lang, lambda to: cube(make(), to))

    def table(found: dict[str, Any], _: Language) -> Table:
        names = [*columns_of(result), *sure.columns, "parent_code"]
        return table_of_records(found["areas"], names, found["provenance"]["publisher"])

    return linked(answer_list(request, query, mark, make, table), links)


@router.post(
    "/index",
    summary="An index by your own weights or method",
    responses=answers(IndexAnswer, INDEX),
)
def own_index(library: TheLibrary, asked: OwnIndex, _: NoQuery) -> Response:
    """Compute with weights or a method given in the body; nothing is kept."""
    library.disclosure.check(asked.method)
    result = asked.result(library)
    return answer_once({**listed(library, Sureness(result), asked), "links": []})


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
    area, sure = result.position(code), query.sure(request, library, result)

    def make() -> dict[str, Any]:
        table = result.table
        extra: dict[str, Any] = {
            "parent_code": table.parents[area],
            "score_min": result.score_min,
            "score_max": result.score_max,
            "fingerprint": result.fingerprint,
            "publisher": library.source(table.level, table.year).publisher,
        }
        if sure.certainty:
            extra |= {**sure.of(area), "certainty": sure.explained(area)}
        return {**library.disclosure.profile(result.profile(code).to_dict()), **extra}

    def table(found: dict[str, Any], language: Language) -> Table:
        names = (*ROW, *sure.columns)
        return table_of_records(rows_of_profile(found, language), names, found["publisher"])

    return answer_list(request, query, sure.mark, make, table)


def listed(library: Library, sure: Sureness, query: IndexQuery | OwnIndex) -> dict[str, Any]:
    """The page of areas that is asked for, with the provenance of the result."""
    result = sure.result
    inside = library.within(result, query.parent)
    rows = [
        {**row, **certain, "parent_code": parent}
        for row, certain, parent in zip(
            rows_of(result), sure.rows(), result.table.parents, strict=True
        )
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


def _matched(library: Library, result: IndexResult, query: IndexQuery) -> int:
    """How many areas are listed, page by page."""
    inside = library.within(result, query.parent)
    return len(result) if inside is None else sum(inside)


def _links(request: Request, library: Library, query: IndexQuery, matched: int) -> Iterator[Link]:
    """Where this page is, the next and the one before, of the same edition, and the newest one."""
    base = base_of(request.app.state.settings.public_url, request.scope)
    given = dict(request.query_params)
    edition = {"edition": library.edition} if library.edition else {}

    def page(rel: str, asked: Mapping[str, str], offset: int) -> Link:
        in_order = sorted({**asked, "offset": str(offset)}.items())  # in any other it is the same
        return Link(address(base, PATH, dict(in_order)), rel)

    yield page("self", given, query.offset)
    if query.offset + query.limit < matched:
        yield page("next", given | edition, query.offset + query.limit)
    if query.offset > 0:
        yield page("prev", given | edition, max(0, query.offset - query.limit))
    if query.edition:
        newest = {name: text for name, text in given.items() if name != "edition"}
        yield page("latest-version", newest, query.offset)
