"""``mdi serve``: the service and the map page."""

from __future__ import annotations

import os
import socket
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from mdi.cli.editions.options import CacheFolder

if TYPE_CHECKING:
    from api.settings import Settings

SETTINGS = "MDI_SETTINGS"


Host = Annotated[str | None, typer.Option(help="The address to listen on; 127.0.0.1 if absent.")]
Port = Annotated[
    int | None, typer.Option(help="The port to listen on; 8000 if absent.", min=0, max=65535)
]
Data = Annotated[
    Path | None,
    typer.Option(help="A folder with a catalogue.toml; without, the invented country."),
]
StorePlace = Annotated[
    str | None,
    typer.Option(
        metavar="PLACE",
        help="Or a store of editions, a folder or an address such as s3://bucket/place: the "
        "current one, also after it changed.",
    ),
]
Workers = Annotated[
    int | None, typer.Option(help="Processes that answer; 1 if absent.", min=1, max=64)
]
SettingsFile = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="A TOML file with all settings; MDI_SETTINGS if absent. Variables such as "
        "MDI_PORT outrank it, and options outrank both.",
    ),
]


def serve(  # noqa: PLR0913
    host: Host = None,
    port: Port = None,
    data: Data = None,
    store: StorePlace = None,
    cache: CacheFolder = None,
    workers: Workers = None,
    settings: SettingsFile = None,
) -> None:
    """Serve the index over HTTP, with a map page at /.

    Example: mdi serve --port 8000
    """
    if data is not None and store is not None:
        message = "give a folder of data or a store of editions, not both"
        raise typer.BadParameter(message, param_hint="--store")
    from api.http import logs  # noqa: PLC0415
    from api.settings_reading import read_settings  # noqa: PLC0415

    options = {
        "host": host,
        "port": port,
        "data": data,
        "store": store,
        "cache": cache,
        "workers": workers,
    }
    file = settings or (Path(os.environ[SETTINGS]) if os.environ.get(SETTINGS) else None)
    chosen = read_settings(file, os.environ, options)
    with _listen(chosen.host, chosen.port, chosen.backlog) as listening:
        logs.to_screen(chosen.log)
        if chosen.data is None and chosen.store is None:
            chosen = replace(chosen, data=_embedded())
        (_several if chosen.workers > 1 else _one)(chosen, listening)


def _one(settings: Settings, listening: socket.socket) -> None:
    """Answer in this process."""
    from api.app import create_app  # noqa: PLC0415
    from api.server import Server  # noqa: PLC0415

    app = create_app(settings)
    _say(settings, listening)
    Server(app).serve_on(listening)


def _several(settings: Settings, listening: socket.socket) -> None:
    """Answer in processes of their own, and look after them."""
    from api.workers import Workers as Several  # noqa: PLC0415

    workers = Several(settings, listening, imports=[__package__])
    code = workers.run(lambda: _say(settings, listening))
    sys.exit(code)


def _say(settings: Settings, listening: socket.socket) -> None:
    """Where the service is."""
    name = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{name}:{listening.getsockname()[1]}/"
    public = f", in public {settings.public_url}/" if settings.public_url else ""
    told = f"Map and API: {address}{public}  (stop with Ctrl-C)"
    Console(stderr=True, highlight=False).print(told, markup=False)


def _listen(host: str, port: int, backlog: int) -> socket.socket:
    """Take the port before anything is made; say so where it is taken."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=backlog)
    except OSError as error:
        reason = error.strerror or "it cannot be used"
        message = f"cannot listen on {host}, port {port}: {reason}; choose another port"
        raise typer.BadParameter(message, param_hint="--port") from None


def _embedded() -> Path:
    """The invented country in the cache folder of the user; made when it is not there."""
    from mdi.editions.embedded import embedded_sample  # noqa: PLC0415

    console = Console(stderr=True, highlight=False)
    return embedded_sample(progress=console.print)
