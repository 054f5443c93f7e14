"""The map page and the library it draws with, as static files."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

WEB = Path(__file__).parent / "web"
DRAWING = ("maplibre-gl.js", "maplibre-gl.css")
POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; worker-src blob:; "
    "object-src 'none'; frame-ancestors 'self'"
)


def install(app: FastAPI) -> None:
    """Serve the page at /, its modules under /web, and MapLibre GL under /vendor."""
    app.mount("/web", StaticFiles(directory=WEB), name="web")

    @app.get("/", include_in_schema=False)
    def page() -> FileResponse:
        return FileResponse(WEB / "index.html", headers={"Content-Security-Policy": POLICY})

    @app.get("/favicon.ico", include_in_schema=False)
    def icon() -> FileResponse:
        return FileResponse(WEB / "favicon.svg", media_type="image/svg+xml")

    for name in DRAWING:
        app.add_api_route(f"/vendor/{name}", _vendor(name), include_in_schema=False)


def _vendor(name: str):  # type: ignore[no-untyped-def]  # noqa: ANN202
    path = _drawing_folder() / name

    def file() -> FileResponse:
        return FileResponse(path, headers={"Cache-Control": "public, max-age=86400"})

    return file


def _drawing_folder() -> Path:
    """Where the `maplibre` package keeps its files; found without importing it."""
    found = find_spec("maplibre")
    if found is None or found.origin is None:
        message = "the package 'maplibre' is not installed"
        raise RuntimeError(message)
    return Path(found.origin).parent / "srcjs"
