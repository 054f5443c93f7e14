"""The service; nothing happens on import."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from threading import Thread

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

import geodata
from api import errors, pages
from api.documents import Problem
from api.edition_header import HEADER, EditionHeader
from api.examples import PROBLEM
from api.routes import areas, declarations, index, maps
from api.settings import Settings
from api.shelf import Shelf, shelf_of
from mdi.version import __version__

PROBLEMS = {errors.PROBLEM: {"schema": Problem.model_json_schema(), "example": PROBLEM}}
DESCRIPTION = """
The Multi Deprivation Index of areas: scores, ranks, profiles and maps.

Scores and ranks always belong to the whole country of that level and year; rank 1 and decile
1 are the most deprived. Every parameter has a default. Errors are `application/problem+json`.
"""


def create_app(settings: Settings) -> FastAPI:
    """The service over the data of a folder, or over the current edition of a store.

    Raises:
        FileError, DeclarationError: the folder has no catalogue, or it does not hold up; or it
            is no store.
    """
    app = FastAPI(
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
    app.state.settings = settings
    app.state.shelf = shelf_of(settings)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=1)
    app.add_middleware(EditionHeader)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=["*"],
        allow_methods=["*"],
        expose_headers=["ETag", "Link", HEADER],
    )
    errors.install(app)
    for routes in (index, maps, areas, declarations):
        app.include_router(routes.router, prefix="/v1")
    pages.install(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Load what the first map needs while the first readers arrive; follow what is published."""
    Thread(target=geodata.prepare, daemon=True).start()
    shelf: Shelf = app.state.shelf
    with shelf.following():
        yield
