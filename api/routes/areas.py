"""Areas: search by name or code."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.documents import Areas
from api.library import Library
from api.queries import AreasQuery, TheLibrary
from api.responses import answer

router = APIRouter(tags=["areas"])


@router.get("/areas", summary="Search for areas", responses={200: {"model": Areas}})
def areas(request: Request, library: TheLibrary, query: Annotated[AreasQuery, Query()]) -> Response:
    """Areas by part of a name or code; larger areas and names that begin so come first."""
    levels = library.catalogue.levels()
    if query.level is not None:
        levels = [library.catalogue.table(query.level, _year(library, query, query.level)).level]

    def make() -> dict[str, Any]:
        found = [area for level in reversed(levels) for area in _matching(library, query, level)]
        found.sort(key=lambda area: not _plain(area["area_name"]).startswith(_plain(query.q)))
        return {"matched": len(found), "areas": found[: query.limit]}

    return answer(request, "areas", make)


def _matching(library: Library, query: AreasQuery, level: str) -> Iterator[dict[str, Any]]:
    year = _year(library, query, level)
    if year not in library.years(level):
        return
    table = library.table(level, year)
    codes = table.codes
    inside = [True] * len(codes)
    if query.parent is not None:
        inside = library.nesting(year).within(codes, query.parent)
    wanted = _plain(query.q)
    for code, name, parent, here in zip(codes, table.names, table.parents, inside, strict=True):
        if here and (wanted in _plain(name) or wanted.upper() in code):
            yield {"area_code": code, "area_name": name, "level": level, "parent_code": parent}


def _year(library: Library, query: AreasQuery, level: str) -> int:
    years = library.years(level)
    return years[-1] if query.year is None else query.year


def _plain(text: str | None) -> str:
    """Lower case without accents."""
    apart = unicodedata.normalize("NFKD", text or "")
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).casefold()
