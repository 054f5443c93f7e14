"""The service over the store that the environment names, for a server with several workers."""

from __future__ import annotations

import os
from pathlib import Path

from fastapi import FastAPI, Request, Response
from starlette.middleware.base import RequestResponseEndpoint

from api.app import create_app
from api.settings import Settings

STORE = "MDI_TEST_STORE"


def make() -> FastAPI:
    """The service; every answer says which process gave it."""
    app = create_app(Settings(store=Path(os.environ[STORE])))

    @app.middleware("http")
    async def signed(request: Request, call_next: RequestResponseEndpoint) -> Response:
        answer = await call_next(request)
        answer.headers["X-Process"] = str(os.getpid())
        return answer

    return app
