"""A profile as a table: a row for the index, for every domain and for every indicator."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from api.http.languages import Language
from mdi.sensitivity.certainty import COLUMNS as CERTAINTY

Plain = dict[str, Any]

OF_THE_AREA = ("area_code", "area_name", "level", "year", "population", "coverage")
OF_A_PART = (
    *("kind", "domain", "measure", "name", "value", "unit", "of_year", "status", "rank"),
    *("points", "share", "contribution", "above_average"),
)
ROW = (*OF_THE_AREA, *OF_A_PART)


def rows_of_profile(profile: Plain, language: Language) -> Iterator[Plain]:
    """A row for each part of a profile, each with the columns of `ROW`; names in a language.

    Where it is known how sure the rank is, the row of the index says it.
    """
    sure = [name for name in CERTAINTY if name in profile]
    area = {name: profile[name] for name in OF_THE_AREA}
    whole = {"measure": "index", "name": "Index", "points": profile["index"]}
    for part in (
        {"kind": "index", **whole, **_some(profile, ("rank", "status", *sure))},
        *_domains(profile["domains"]),
    ):
        name = part["name"]
        told = name.get(language) if isinstance(name, dict) else name
        yield {**area, **dict.fromkeys((*OF_A_PART, *sure)), **part, "name": told}


def _domains(domains: list[Plain]) -> Iterator[Plain]:
    for domain in domains:
        names = ("status", "rank", "points", "share", "contribution", "above_average")
        yield {"kind": "domain", **_named(domain, domain["id"]), **_some(domain, names)}
        for indicator in domain["indicators"]:
            yield from _indicators(indicator, domain["id"])


def _indicators(indicator: Plain, domain: str) -> Iterator[Plain]:
    names = ("value", "unit", "status", "points", "share", "contribution")
    told = {**_some(indicator, names), "of_year": indicator["year"]}
    yield {"kind": "indicator", **_named(indicator, domain), **told}
    for part in indicator["parts"]:
        yield from _indicators(part, domain)


def _named(part: Plain, domain: str) -> Plain:
    return {"domain": domain, "measure": part["id"], "name": part["name"]}


def _some(part: Plain, names: tuple[str, ...]) -> Plain:
    return {name: part[name] for name in names}
