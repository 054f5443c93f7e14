"""Rankings: the first or the last areas by any measure."""

from __future__ import annotations

from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Query, Request, Response

import mdi
from api.documents import RankingAnswer
from api.examples import RANKING, answers
from api.http.languages import Language
from api.library import Library
from api.lists import TABLES, Table, answer_list, table_of_records
from api.measures import described
from api.queries import RankingQuery, TheLibrary, named_measure
from api.sureness import Sureness
from mdi.ranking import ranks

router = APIRouter(tags=["index"])
ROW = (
    *("place", "area_code", "area_name", "parent_code", "population", "value"),
    *("rank", "decile", "status"),
)


@router.get(
    "/rankings",
    summary="The first or the last areas by a measure",
    responses=answers(RankingAnswer, RANKING, TABLES),
)
def rankings(
    request: Request, library: TheLibrary, query: Annotated[RankingQuery, Query()]
) -> Response:
    """The worst or the best areas by the index, a domain or an indicator.

    Place 1 is the worst, among all areas or among those within a larger one; ties share the
    better place. `rank` and `decile` are those of the index, in the whole country.
    """
    result = query.result(library)
    sure = query.sure(request, library, result)
    name = named_measure(result, query.measure)
    inside = library.within(result, query.parent)

    def make() -> dict[str, Any]:
        return {
            **described(result, name),
            "level": result.table.level,
            "year": result.table.year,
            "fingerprint": result.fingerprint,
            "publisher": library.source(result.table.level, result.table.year).publisher,
            "parent": query.parent,
            "end": query.end,
            **_ranked(library, sure, query, inside),
        }

    def table(found: dict[str, Any], _: Language) -> Table:
        return table_of_records(found["areas"], (*ROW, *sure.columns), found["publisher"])

    return answer_list(request, query, sure.mark, make, table)


def _ranked(
    library: Library, sure: Sureness, query: RankingQuery, inside: list[bool] | None
) -> dict[str, Any]:
    """How many areas have a place, and those at the end that is asked for."""
    result = sure.result
    values = library.disclosure.shown(result, query.measure)
    if inside is not None:
        values = np.where(inside, values, np.nan)
    sign = 1.0 if described(result, query.measure)["direction"] == "worse" else -1.0
    places, ranked = ranks(sign * values)
    codes = result.table.codes
    turn = 1 if query.end == "worst" else -1
    rows = sorted(
        np.flatnonzero(places).tolist(), key=lambda row: (turn * int(places[row]), codes[row])
    )
    return {
        "ranked": ranked,
        "areas": [
            {**_area(result, row, int(places[row]), values), **sure.of(row)}
            for row in rows[: query.n]
        ],
    }


def _area(result: mdi.IndexResult, row: int, place: int, values: Any) -> dict[str, Any]:
    table = result.table
    people = float(table.population[row])
    return {
        "place": place,
        "area_code": table.codes[row],
        "area_name": table.names[row],
        "parent_code": table.parents[row],
        "population": None if np.isnan(people) else people,
        "value": float(values[row]),
        "rank": int(result.rank[row]) or None,
        "decile": int(result.decile[row]) or None,
        "status": result.status[row],
    }
