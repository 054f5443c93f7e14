"""Areas over the years: what they were, and what may be said of the change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response

from api.documents import TrendAnswer
from api.examples import TREND, answers
from api.http.languages import Language
from api.lists import TABLES, Table, answer_list, table_of_records
from api.queries import SIDE_BY_SIDE, TheLibrary, TrendQuery, codes_in, one_level
from api.trends import Trend

router = APIRouter(tags=["index"])
Codes = Annotated[
    str,
    Path(
        description="Codes of areas of one level, with commas in between.",
        examples=["GM9001", "GM9001,GM9002"],
    ),
]
WORD = {True: "true", False: "false"}
ROW = (
    *("year", "area_code", "area_name", "index", "rank", "decile", "coverage", "status"),
    *("comparable", "index_change", "rank_change"),
)


@router.get(
    "/trend/{codes}",
    summary="Areas over the years",
    responses=answers(TrendAnswer, TREND, TABLES),
)
def trend(
    request: Request, library: TheLibrary, codes: Codes, query: Annotated[TrendQuery, Query()]
) -> Response:
    """The index of areas in every year, and what changed from each year to the next.

    A year is measured against its own areas, so that a change is one of place among the others;
    with `base` every year is measured with the areas of one year. Where two years cannot be
    compared, that is said with the reasons, and nothing is subtracted.
    """
    names = codes_in("codes", codes, SIDE_BY_SIDE)
    level = one_level(library, names)
    found = Trend(library, level, query.weights, query.method, query.base)
    found.check(names)
    newest = found.results[-1].table

    def make() -> dict[str, Any]:
        return {
            "level": level,
            "base": query.base,
            "publisher": library.source(level, newest.year).publisher,
            "years": found.years(names),
            "changes": found.changes(names),
        }

    def table(document: dict[str, Any], _: Language) -> Table:
        return table_of_records(_rows(document), ROW, document["publisher"])

    return answer_list(request, query, found.mark, make, table)


def _rows(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A row for every area in every year, with its change since the year before."""
    changes = {change["to"]: change for change in document["changes"]}
    for year in document["years"]:
        change = changes.get(year["year"], {})
        moved = {each["area_code"]: each for each in change.get("areas", ())}
        for area in year["areas"]:
            found = moved.get(area["area_code"], {})
            yield {
                **area,
                "year": year["year"],
                "comparable": WORD.get(change.get("comparable")),
                "index_change": found.get("index"),
                "rank_change": found.get("rank"),
            }
