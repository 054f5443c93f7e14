"""The service; nothing happens on import."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread

from fastapi import FastAPI
from starlette.types import ASGIApp

import geodata
from api import errors, pages
from api.documents import Problem
from api.downloads import Workshop
from api.errors import NothingToServeError
from api.examples import PROBLEM
from api.http.around import around
from api.http.heads import Heads
from api.http.keys import Gate
from api.http.metrics import Metrics
from api.http.packing import Packing
from api.http.probes import State
from api.http.suffixes import Suffixes
from api.http.worker import Worker
from api.ogc.app import OgcApi
from api.routes import (
    areas,
    compare,
    declarations,
    download,
    index,
    maps,
    rankings,
    reweight,
    trend,
    values,
    why,
)
from api.settings import Settings
from api.shelf import Shelf, shelf_of
from mdi.version import __version__

PROBLEMS = {errors.PROBLEM: {"schema": Problem.model_json_schema(), "example": PROBLEM}}
DESCRIPTION = """
The Multi Deprivation Index of areas: scores, ranks, profiles and maps.

Scores and ranks always belong to the whole country of that level and year; rank 1 and decile
1 are the most deprived. Every parameter has a default. Errors are `application/problem+json`.
"""


LEAVING = "This service is about to stop."
ALONE = Worker()
ROUTES = (
    *(index, why, rankings, compare, trend, reweight),
    *(maps, values, areas, download, declarations),
)


class Service(FastAPI):
    """The application with all that stands around it, errors of its own included."""

    def build_middleware_stack(self) -> ASGIApp:
        """The application as a server calls it."""
        state = self.state
        told = State(
            unready=self.unready,
            edition=lambda: state.shelf.told.edition,
            metrics=Metrics(state.worker) if state.settings.metrics else None,
        )
        return around(super().build_middleware_stack(), state.settings, state.worker, told)

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
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        lifespan=_lifespan,
        redirect_slashes=False,
        docs_url=None,  # its pages load their scripts from elsewhere
        redoc_url=None,
        responses={
            "4XX": {"description": "The request cannot be answered.", "content": PROBLEMS},
            "5XX": {"description": "The service cannot answer now.", "content": PROBLEMS},
        },
    )
    app.state.settings, app.state.worker = settings, worker
    app.state.gate, app.state.leaving = Gate(settings.keys), False
    app.state.shelf, app.state.workshop = shelf_of(settings), Workshop(settings.downloads)
    app.add_middleware(Packing, minimum_size=1000, compresslevel=1)
    app.add_middleware(Suffixes)
    app.add_middleware(Heads)
    errors.install(app)
    for routes in ROUTES:
        app.include_router(routes.router, prefix="/v1")
    pages.install(app)
    app.router.routes.insert(0, OgcApi(app.state.shelf, settings))
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Load what the first map needs while the first readers arrive; follow what is published."""
    Thread(target=geodata.prepare, daemon=True).start()
    shelf: Shelf = app.state.shelf
    with shelf.following():
        yield
