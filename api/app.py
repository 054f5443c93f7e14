"""The service; nothing happens on import."""

from __future__ import annotations

from asyncio import Semaphore
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cached_property
from threading import Thread
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from starlette.types import ASGIApp

import geodata
from api import errors, pages
from api.deprecations import schedule
from api.documents.openapi import UNTOLD, described
from api.downloads import Workshop
from api.errors import NothingToServeError
from api.http.around import around, watchers
from api.http.heads import Heads
from api.http.keys import Gate
from api.http.metrics import Metrics
from api.http.packing import Packing
from api.http.probes import State
from api.http.quick import Quick
from api.http.suffixes import Suffixes
from api.http.worker import Worker
from api.jobs.desk import desk_of
from api.jobs.starting import starting
from api.ogc.app import OgcApi
from api.routes import (
    areas,
    compare,
    declarations,
    deprecations,
    document,
    download,
    files,
    index,
    jobs,
    maps,
    rankings,
    reweight,
    sensitivity,
    trend,
    values,
    why,
)
from api.settings import Settings
from api.shelf import Shelf, shelf_of
from mdi.version import __version__

DESCRIPTION = """
The Multi Deprivation Index of areas: scores, ranks, profiles and maps.

Scores and ranks always belong to the whole country of that level and year; rank 1 and decile
1 are the most deprived. Every parameter has a default. Errors are `application/problem+json`.
"""


LEAVING = "This service is about to stop."
ALONE = Worker()
JOINING = 2  # joins that are made at the same time
ROUTES = (
    *(index, why, rankings, sensitivity, compare, trend, reweight),
    *(maps, values, areas, download, declarations, deprecations),
    *(files, jobs),
)


class Service(FastAPI):
    """The application with all that stands around it, errors of its own included."""

    def build_middleware_stack(self) -> ASGIApp:
        """The application as a server calls it."""
        state = self.state
        told = State(
            unready=self.unready,
            edition=lambda: state.shelf.told.edition,
            metrics=self.metrics,
        )
        return around(super().build_middleware_stack(), state.settings, state.worker, told)

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document of `/v1`, without what depends on who asks."""
        return self.document

    @cached_property
    def document(self) -> dict[str, Any]:
        """The same, made once."""
        return described(
            get_openapi(
                title=self.title,
                version=self.version,
                description=self.description,
                routes=self.routes,
            )
        )

    @cached_property
    def metrics(self) -> Metrics | None:
        """What is counted; None where nothing is."""
        return Metrics(self.state.worker) if self.state.settings.metrics else None

    @cached_property
    def quick(self) -> Quick | None:
        """Answers what can be answered at once; None where every request is counted by rate."""
        settings: Settings = self.state.settings
        if settings.rate or schedule().deprecated:
            return None
        told = watchers(settings, self.metrics)
        return Quick(self.state.ogc.at_once, lambda: self.state.shelf.library.now, settings, told)

    def unready(self) -> str | None:
        """Why nothing can be served; None where an edition can."""
        if self.state.leaving:
            return LEAVING
        try:
            _ = self.state.shelf.library
        except NothingToServeError as error:
            return error.message
        return None


def create_app(settings: Settings, worker: Worker = ALONE) -> Service:
    """The service over the data of a folder, or over the current edition of a store.

    Args:
        settings: of the service.
        worker: which of its processes this is.

    Raises:
        FileError, DeclarationError: the folder has no catalogue, or it does not hold up; or it
            is no store.
    """
    app = Service(
        title="Multi Deprivation Index",
        version=__version__,
        description=DESCRIPTION,
        lifespan=_lifespan,
        redirect_slashes=False,
        docs_url=None,  # its pages load their scripts from elsewhere
        redoc_url=None,
        openapi_url=None,  # ours has what holds for every answer
        responses=UNTOLD,
    )
    app.state.settings, app.state.worker = settings, worker
    app.state.desk = desk_of(settings)
    app.state.gate, app.state.leaving = Gate(settings.keys), False
    app.state.joining = Semaphore(JOINING)
    app.state.shelf, app.state.workshop = shelf_of(settings), Workshop(settings.downloads)
    app.add_middleware(Packing, minimum_size=1000, compresslevel=1)
    app.add_middleware(Suffixes)
    app.add_middleware(Heads)
    errors.install(app)
    for routes in ROUTES:
        app.include_router(routes.router, prefix="/v1")
    app.include_router(document.router)
    pages.install(app)
    app.state.ogc = OgcApi(app.state.shelf, settings)
    app.router.routes.insert(0, app.state.ogc)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Load what the first map needs while the first readers arrive; follow what is published."""
    Thread(target=geodata.prepare, daemon=True).start()
    shelf: Shelf = app.state.shelf
    with shelf.following(), starting(app.state.desk, lambda: app.state.leaving):
        yield
