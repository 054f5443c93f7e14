"""What the index is made of: domains, weight sets, methods; and what is here."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request, Response

import mdi.methods
import mdi.weights
from api.documents import CatalogueAnswer, DomainsAnswer, Health, MethodsAnswer, WeightsAnswer
from api.examples import CATALOGUE, DOMAINS, HEALTH, METHODS, WEIGHTS, answers
from api.library import Library
from api.queries import NoQuery, TheLibrary
from api.responses import answer
from mdi.declaration import names
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


@router.get("/weights", summary="Weight sets", responses=answers(WeightsAnswer, WEIGHTS))
def weights(request: Request, _: NoQuery) -> Response:
    """All weight sets: as printed, and the shares that follow."""
    return answer(
        request, __version__, lambda: {"weights": [_weights(name) for name in _all(mdi.weights)]}
    )


@router.get("/methods", summary="Methods", responses=answers(MethodsAnswer, METHODS))
def methods(request: Request, _: NoQuery) -> Response:
    """All methods with their rules."""
    found = [mdi.load_method(name).model_dump(mode="json") for name in _all(mdi.methods)]
    return answer(request, __version__, lambda: {"methods": found})


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
            "weights": "mdi_nl",
            "method": "imd",
        },
        "bounds": library.bounds(),
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


def _weights(name: str) -> dict[str, Any]:
    found = mdi.load_weights(name)
    derived = {"of": found.base, "sum": found.total, "shares": found.shares()}
    return {**found.model_dump(mode="json"), **derived}


def _all(package: object) -> list[str]:
    return names(Path(str(package.__path__[0])))  # type: ignore[attr-defined]
