"""Areas: search by name or code."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.documents import Areas
from api.examples import AREAS, answers
from api.library import Library
from api.queries import AreasQuery, TheLibrary
from api.responses import answer

router = APIRouter(tags=["areas"])


@router.get("/areas", summary="Search for areas", responses=answers(Areas, AREAS))
def areas(request: Request, library: TheLibrary, query: Annotated[AreasQuery, Query()]) -> Response:
    """Areas by part of a name or code; larger areas and names that begin so come first."""
    places = query.places(library)

    def make() -> dict[str, Any]:
        found = [area for place in places for area in _matching(library, query, *place)]
        found.sort(key=lambda area: not _plain(area["area_name"]).startswith(_plain(query.q)))
        return {"matched": len(found), "areas": found[: query.limit]}

    mark = " ".join(str(library.table(*place).digest) for place in places)
    return answer(request, mark, make)


def _matching(
    library: Library, query: AreasQuery, level: str, year: int
) -> Iterator[dict[str, Any]]:
    table = library.table(level, year)
    codes = table.codes
    inside = [True] * len(codes)
    if query.parent is not None:
        inside = library.lineage(year).within(codes, query.parent)
    wanted = _plain(query.q)
    for code, name, parent, here in zip(codes, table.names, table.parents, inside, strict=True):
        if here and (wanted in _plain(name) or wanted.upper() in code):
            yield {"area_code": code, "area_name": name, "level": level, "parent_code": parent}


def _plain(text: str | None) -> str:
    """Lower case without accents."""
    apart = unicodedata.normalize("NFKD", text or "")
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()
