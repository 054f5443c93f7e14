"""How sure the ranks of a level are, as a whole."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.documents.certainty import SensitivityAnswer
from api.errors import BusyError, NotHereError
from api.examples import answers
from api.examples.certainty import SENSITIVITY
from api.queries import PlainLevelRecipe, TheLibrary
from api.responses import answer

router = APIRouter(tags=["index"])
OF_THE_DRAWS = ("seed", "thresholds", "stability", "flow", "left_out")


@router.get(
    "/sensitivity",
    summary="How sure the ranks of a level are",
    responses=answers(SensitivityAnswer, SENSITIVITY),
)
def sensitivity(
    request: Request, library: TheLibrary, query: Annotated[PlainLevelRecipe, Query()]
) -> Response:
    """What was drawn, how steady the most deprived tenth is, and how many areas are surely in it.

    `flow` tells of the areas of each tenth which share the draws put in each.

    404 where the data do not ask for it, 503 while the draws are being made. Each area has its own
    figures in `/v1/index/{code}`, and wherever its rank is told.
    """
    result = query.result(library)
    sure = query.sure(request, library, result)
    if sure.certainty is None:
        asked = library.certainties.asked
        raise _unknown(asked=asked, unfinished=getattr(request.state, "unfinished", False))
    account = sure.certainty.account

    def make() -> dict[str, Any]:
        table = result.table
        return {
            "level": table.level,
            "year": table.year,
            "weights": query.weights,
            "method": query.method,
            "index": result.fingerprint,
            "publisher": library.source(table.level, table.year).publisher,
            "ranked": result.ranked,
            **(sure.told() or {}),
            **{name: account[name] for name in OF_THE_DRAWS},
            "sentences": sure.of_all(),
        }

    return answer(request, sure.mark, make)


def _unknown(*, asked: bool, unfinished: bool) -> BusyError | NotHereError:
    """Why it is not known how sure the ranks are."""
    if unfinished:
        return BusyError("The draws are being made; ask again in a moment.")
    if asked:
        return NotHereError("Nothing that varies can be drawn for these figures.")
    hint = "Who publishes the data asks for it with [sensitivity] in the catalogue or the plan."
    return NotHereError("It is not known here how sure the ranks are.", hint=hint)
