"""Areas side by side, against the country, a larger area, a region of one's own, and peers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.comparing import Beside
from api.documents import CompareAnswer
from api.examples import COMPARE, answers
from api.http.languages import Language
from api.lists import TABLES, Table, answer_list, table_of_records
from api.queries import CompareQuery, TheLibrary

router = APIRouter(tags=["index"])
ROW = ("against", "area_code", "name", "population", "measure", "unit", "value")


@router.get(
    "/compare", summary="Areas side by side", responses=answers(CompareAnswer, COMPARE, TABLES)
)
def compare(
    request: Request, library: TheLibrary, query: Annotated[CompareQuery, Query()]
) -> Response:
    """All measures of some areas of one level, beside those of what they are held against.

    Peers are ranked areas that are most alike: by inhabitants (`size`), or by the points of
    their domains (`profile`). A mean is that of the inhabitants, of figures that are shown.
    """
    codes = query.areas()
    result = query.of(library, query.level(library))
    sure = query.sure(request, library, result)
    beside = Beside(library, sure, codes)

    def make() -> dict[str, Any]:
        table = result.table
        return {
            "level": table.level,
            "year": table.year,
            "fingerprint": result.fingerprint,
            "publisher": library.source(table.level, table.year).publisher,
            "measures": beside.measures,
            "areas": beside.areas(),
            "against": [*beside.against(query.others(), query.members(), query.peers)],
        }

    def table(found: dict[str, Any], language: Language) -> Table:
        return table_of_records(_rows(found, language), ROW, found["publisher"])

    return answer_list(request, query, sure.mark, make, table)


def _rows(found: dict[str, Any], language: Language) -> Iterator[dict[str, Any]]:
    """A row for every measure of every area and of what they are held against."""
    areas = [{**area, "against": None, "name": area["area_name"]} for area in found["areas"]]
    others = [
        {**each, "name": each["name"][language], "area_code": each.get("area_code")}
        for each in found["against"]
    ]
    for each in (*areas, *others):
        for measure in found["measures"]:
            name = measure["measure"]
            told = {"measure": name, "unit": measure["unit"], "value": each["values"][name]}
            yield {**each, **told}
