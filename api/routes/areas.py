"""Areas: search by name or code, and the other way round: which areas is a point in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import numpy as np
import shapely
from fastapi import APIRouter, Query, Request, Response

from api.documents import Areas, AreasAt
from api.examples import AREAS, AT, answers
from api.gazetteer import Names, names_of
from api.http.languages import Language
from api.library import Library
from api.lists import TABLES, Table, answer_list
from api.ogc.systems import systems_of
from api.queries import AreasQuery, AtQuery, TheLibrary
from api.responses import answer
from geodata.crs import WGS84, check_place, transformed
from geodata.errors import BoundaryError
from mdi.errors import DeclarationError

router = APIRouter(tags=["areas"])
ROW = ("area_code", "area_name", "level", "parent_code", "formerly", "until")


@router.get("/areas", summary="Search for areas", responses=answers(Areas, AREAS, TABLES))
def areas(request: Request, library: TheLibrary, query: Annotated[AreasQuery, Query()]) -> Response:
    """Areas by part of a name or code; larger areas and names that begin so come first.

    Accents, capitals and hyphens do not matter. Names of earlier years are found too, and told
    in `formerly`; so are areas that are no more, with the last year that knew them in `until`.
    """
    places = query.places(library)

    def make() -> dict[str, Any]:
        found = [each for place in places for each in _matching(library, query, *place)]
        found.sort(key=lambda each: each[0])
        areas = [area for _, area in found[: query.limit]]
        return {"matched": len(found), "areas": areas}

    def table(document: dict[str, Any], _: Language) -> Table:
        rows = ({**area, "formerly": "; ".join(area["formerly"])} for area in document["areas"])
        return ROW, ([row[name] for name in ROW] for row in rows)

    mark = " ".join(_mark(library, *place) for place in places)
    return answer_list(request, query, mark, make, table)


@router.get("/areas/at", summary="Which areas a point is in", responses=answers(AreasAt, AT))
def at(request: Request, library: TheLibrary, query: Annotated[AtQuery, Query()]) -> Response:
    """The areas of every level in which a point lies, the smallest first.

    A point on a border lies in both areas; a point outside all of them in none.
    """
    crs, x, y = query.point()
    lon, lat = _degrees(library, crs, x, y)
    places = [place for place in query.places(library) if library.catalogue.shapes(*place)]

    def make() -> dict[str, Any]:
        found = [area for place in reversed(places) for area in _around(library, *place, lon, lat)]
        return {"lon": lon, "lat": lat, "areas": found}

    mark = " ".join(f"{_mark(library, *each)} {library.atlas.digest(*each)}" for each in places)
    return answer(request, mark, make)


def _matching(
    library: Library, query: AreasQuery, level: str, year: int
) -> Iterator[tuple[int, dict[str, Any]]]:
    names: Names = names_of(library, level, year)
    found = list(names.found(query.q))
    inside = [True] * len(found)
    if query.parent is not None:
        codes = [entry.code for _, entry in found]
        inside = library.lineage(year).within(codes, query.parent)
    for (fit, entry), here in zip(found, inside, strict=True):
        if here:
            yield fit, entry.plain(level)


def _mark(library: Library, level: str, year: int) -> str:
    """What the names of a level follow from: its tables up to a year."""
    years = (each for each in library.years(level) if each <= year)
    return " ".join(str(library.table(level, each).digest) for each in years)


def _around(
    library: Library, level: str, year: int, lon: float, lat: float
) -> Iterator[dict[str, Any]]:
    """The areas of a level in which a point lies."""
    shapes, table = library.atlas.shapes(level, year), library.table(level, year)
    rows = {code: row for row, code in enumerate(table.codes)}
    touched = shapes.fragments.touching((lon, lat, lon, lat))
    for place in np.flatnonzero(touched).tolist():
        code = shapes.codes[place]
        row = rows.get(code)
        yield {
            "area_code": code,
            "area_name": (table.names[row] if row is not None else None) or shapes.names[place],
            "level": level,
            "year": year,
            "parent_code": shapes.parents[place] if row is None else table.parents[row],
        }


def _degrees(library: Library, crs: str | None, x: float, y: float) -> tuple[float, float]:
    """A point in longitude and latitude.

    Raises:
        DeclarationError: the system is not known here, or has no such point.
    """
    systems = systems_of(library.catalogue.declared_geography())
    system = systems.all[0] if crs is None else systems.of(crs, "crs")
    try:
        check_place((x, y, x, y), system.crs)
        point = transformed(np.array([shapely.Point(x, y)], object), system.crs, WGS84)[0]
    except BoundaryError as error:
        message = f"The point {x:g},{y:g} is not in the area of '{crs or WGS84}'."
        raise DeclarationError(message, hint=error.hint) from None
    return round(point.x, 7), round(point.y, 7)
