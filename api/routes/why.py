"""Why an area stands where it stands, in plain words."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.documents import WhyAnswer
from api.examples import WHY, answers
from api.queries import AreaCode, PlainRecipe, TheLibrary, level_of
from api.responses import answer
from api.why import Explained

router = APIRouter(tags=["index"])
HEAD = ("area_code", "area_name", "level", "year", "population")
STANDING = ("index", "rank", "ranked", "decile", "coverage", "status")


@router.get(
    "/why/{code}", summary="One area explained in plain words", responses=answers(WhyAnswer, WHY)
)
def why(
    request: Request, library: TheLibrary, code: AreaCode, query: Annotated[PlainRecipe, Query()]
) -> Response:
    """What pulls an area up or down, in Dutch and English, and what is missing.

    It says the same as the profile: what each domain adds, compared with the average area.
    """
    result = query.of(library, level_of(library, code))
    row, sure = result.position(code), query.sure(request, library, result)

    def make() -> dict[str, Any]:
        table = result.table
        profile = library.disclosure.profile(result.profile(code).to_dict())
        plural = table.geography.level(table.level).plural
        explained = Explained(sure, row, profile, library.disclosure, plural)
        return {
            **{name: profile[name] for name in (*HEAD, *STANDING)},
            **sure.of(row),
            "fingerprint": result.fingerprint,
            "publisher": library.source(table.level, table.year).publisher,
            "sentences": explained.sentences(),
        }

    return answer(request, sure.mark, make)
