"""What the index is made of: domains, weight sets, methods; and what is here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fastapi import APIRouter, Request, Response

import mdi
from api import examples
from api.documents import (
    CatalogueAnswer,
    DomainsAnswer,
    EditionAnswer,
    Health,
    MethodsAnswer,
    WeightsAnswer,
)
from api.examples import CATALOGUE, DOMAINS, EDITION, HEALTH, METHODS, answers
from api.library import METHOD, WEIGHTS, Library
from api.queries import NoQuery, TheLibrary
from api.responses import answer, answer_once
from api.shelf import Shelf
from mdi.version import __version__

router = APIRouter(tags=["declarations"])


@router.get("/catalogue", summary="What is here", responses=answers(CatalogueAnswer, CATALOGUE))
def catalogue(request: Request, library: TheLibrary, _: NoQuery) -> Response:
    """Title, levels, years and defaults."""
    return answer(request, library.mark, lambda: _catalogue(library))


@router.get("/domains", summary="Domains", responses=answers(DomainsAnswer, DOMAINS))
def domains(request: Request, library: TheLibrary, _: NoQuery) -> Response:
    """All domains with their indicators, units and directions."""
    found = [domain.model_dump(mode="json") for domain in library.domains]
    return answer(request, library.mark, lambda: {"domains": found})


@router.get("/weights", summary="Weight sets", responses=answers(WeightsAnswer, examples.WEIGHTS))
def weights(request: Request, library: TheLibrary, _: NoQuery) -> Response:
    """All weight sets, shipped and of the data: as printed, and the shares that follow."""
    found = library.declared.weights
    return answer(
        request,
        library.mark,
        lambda: {"weights": [_weights(found[name]) for name in sorted(found)]},
    )


@router.get("/methods", summary="Methods", responses=answers(MethodsAnswer, METHODS))
def methods(request: Request, library: TheLibrary, _: NoQuery) -> Response:
    """All methods, shipped and of the data, with their rules."""
    known = library.declared.methods
    found = [known[name].model_dump(mode="json") for name in sorted(known)]
    return answer(request, library.mark, lambda: {"methods": found})


@router.get(
    "/edition", summary="Which edition is served", responses=answers(EditionAnswer, EDITION)
)
def edition(request: Request, _: NoQuery) -> Response:
    """The edition that answers, the one that is published, and why these differ where they do.

    503 where there is none that can be served. A folder that is no edition has no name.
    """
    shelf: Shelf = request.app.state.shelf
    told = shelf.told
    request.state.edition = told.edition or shelf.library.edition  # which refuses without one
    return answer_once(told.model_dump())


@router.get("/health", summary="Is the service well?", responses=answers(Health, HEALTH))
def health(_: NoQuery) -> dict[str, str]:
    """Says that the service answers, and its version."""
    return {"status": "ok", "version": __version__}


def _catalogue(library: Library) -> dict[str, Any]:
    declared = library.catalogue
    geography = declared.declared_geography()
    default = library.default_level
    return {
        "title": declared.title.model_dump(),
        "invented": declared.invented,
        "geography": geography.id,
        "levels": [_level(library, name) for name in declared.levels()],
        "default": {
            "level": default,
            "year": declared.years(default)[-1],
            "weights": WEIGHTS,
            "method": METHOD,
        },
        "bounds": library.bounds(),
        "sources": list(_sources(library)),
        "least_population": library.disclosure.least,
        "least_population_of_income": library.disclosure.least_of_income,
        "sensitivity": declared.sensitivity and declared.sensitivity.model_dump(mode="json"),
    }


def _sources(library: Library) -> Iterator[dict[str, Any]]:
    """Who published the figures of which tables, and how they may be used."""
    tables = library.catalogue.tables
    for name in dict.fromkeys(table.source for table in tables):
        mine = [(table.level, table.year) for table in tables if table.source == name]
        source = library.source(*mine[0])
        yield {
            "id": source.id,
            "name": source.name.model_dump(),
            "publisher": source.publisher,
            "tables": [{"level": level, "year": year} for level, year in mine],
        }


def _level(library: Library, name: str) -> dict[str, Any]:
    level = library.catalogue.declared_geography().level(name)
    vintages = {b.vintage for b in library.catalogue.boundaries if b.level == name}
    return {
        "id": name,
        "name": level.name.model_dump(),
        "plural": level.plural.model_dump(),
        "years": library.years(name),
        "vintages": sorted(vintages),
    }


def _weights(found: mdi.WeightSet) -> dict[str, Any]:
    derived = {"of": found.base, "sum": found.total, "shares": found.shares()}
    return {**found.model_dump(mode="json"), **derived}
