"""Cubes of JSON-stat: a page of areas with their index, and one measure of all areas."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from fastapi import Request, Response

import mdi
from api.http.languages import Language, language_of
from api.jsonstat import JSONSTAT, Cube, Measured, status_of
from api.library import Library
from api.measures import described, places_of
from api.responses import answer
from api.sureness import Sureness
from api.titles import title_of
from mdi.columns import columns_of

PAGES = ("next", "prev")
DECIMALS = 2  # of points that are worth showing


def answer_cube(
    request: Request, mark: str, asked: str | None, make: Callable[[Language], Cube]
) -> Response:
    """Answer with a cube.

    Args:
        request: the request.
        mark: what the cube follows from.
        asked: the language of its labels, instead of the header Accept-Language.
        make: makes the cube with titles in a language.
    """
    language = language_of(asked, request.headers.get("accept-language"))
    return answer(
        request,
        f"{mark} {JSONSTAT.name} {language}",
        lambda: make(language).plain(language),
        JSONSTAT.media,
        {"Content-Language": language},
    )


def cube_of_index(
    library: Library,
    sure: Sureness,
    found: Mapping[str, Any],
    language: Language,
) -> Cube:
    """A page of areas with their index, rank, decile, coverage and domains.

    Args:
        library: which knows the names of things.
        sure: the result of which it is a page, and how sure its ranks are.
        found: the page as the document has it, with its links.
        language: of the titles.
    """
    result = sure.result
    measures = _measures(sure, language)
    values: list[Any] = []
    statuses: dict[int, str] = {}
    for area in found["areas"]:
        for each in measures:
            words = (area.get(f"{each.id}_filled"), area["status"] if area[each.id] is None else "")
            told = status_of(area[each.id], words)
            if told:
                statuses[len(values)] = told
            values.append(area[each.id])
    return Cube(
        title=_title(library, result, language),
        areas={area["area_code"]: area["area_name"] for area in found["areas"]},
        measures=measures,
        year=result.table.year,
        values=values,
        statuses=statuses,
        source=found["provenance"]["publisher"],
        extension={name: found[name] for name in ("provenance", "matched", "returned")},
        links={each["rel"]: each["href"] for each in found["links"] if each["rel"] in PAGES},
    )


def cube_of_values(
    library: Library,
    result: mdi.IndexResult,
    measure: str,
    decimals: int,
    language: Language,
) -> Cube:
    """One measure of all areas, in the order of `/v1/values`.

    Args:
        library: which knows what is shown.
        result: of which it is a measure.
        measure: its name.
        decimals: of the values.
        language: of the titles.
    """
    told, table = described(result, measure), result.table
    places = places_of(library, table.level, table.year)
    shown = np.round(places.of(library.disclosure.shown(result, measure)), decimals)
    values = [None if value != value else value for value in shown.tolist()]  # noqa: PLR0124 -- NaN
    provenance = library.provenance(result)
    words = [*(library.disclosure.status(result, measure) or result.status), "not_in_table"]
    names, rows = [*table.names, None], places.rows.tolist()
    statuses = {
        place: word
        for place, (row, value) in enumerate(zip(rows, values, strict=True))
        if (word := status_of(value, [words[row]]))
    }
    title = told["name"][language]
    return Cube(
        title=f"{_title(library, result, language)}: {title}",
        areas={code: names[row] for code, row in zip(places.codes, rows, strict=True)},
        measures=[Measured(measure, title, decimals, told["unit"])],
        year=table.year,
        values=values,
        statuses=statuses,
        source=provenance["publisher"],
        extension={"provenance": provenance, "direction": told["direction"]},
    )


def _measures(sure: Sureness, language: Language) -> list[Measured]:
    """The columns of a result that are numbers."""
    points = {"index", *(domain.id for domain in sure.result.table.domains)}
    unit = title_of("points", language).lower()
    return [
        Measured(
            name,
            title_of(name, language),
            DECIMALS if column.dtype.kind == "f" else 0,
            unit if name in points else None,
        )
        for name, column in {**columns_of(sure.result), **sure.columns}.items()
        if not isinstance(column, tuple)
    ]


def _title(library: Library, result: mdi.IndexResult, language: Language) -> str:
    level = library.catalogue.declared_geography().level(result.table.level)
    name = getattr(library.catalogue.title, language)
    return f"{name}: {getattr(level.plural, language)} {result.table.year}"
