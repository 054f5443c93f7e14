"""``mdi serve``: the service and the map page."""

from __future__ import annotations

import logging
import socket
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console


def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port to listen on.", min=0, max=65535)] = 8000,
    data: Annotated[
        Path | None,
        typer.Option(help="A folder with a catalogue.toml; without, the invented country."),
    ] = None,
    store: Annotated[
        Path | None,
        typer.Option(help="Or a store of editions: the current one, also after it changed."),
    ] = None,
) -> None:
    """Serve the index over HTTP, with a map page at /.

    Example: mdi serve --port 8000
    """
    if data is not None and store is not None:
        message = "give a folder of data or a store of editions, not both"
        raise typer.BadParameter(message, param_hint="--store")
    import uvicorn  # noqa: PLC0415

    from api.app import create_app  # noqa: PLC0415
    from api.settings import Settings  # noqa: PLC0415

    with _listen(host, port) as listening:
        if store is not None:
            _log_to_screen()
        folder = data if data is not None or store is not None else _embedded()
        app = create_app(Settings(data=folder, store=store))
        console = Console(stderr=True, highlight=False)
        name = f"[{host}]" if ":" in host else host
        address = f"http://{name}:{listening.getsockname()[1]}/"
        console.print(f"Map and API: {address}  (stop with Ctrl-C)", markup=False)
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        server.run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """Take the port before anything is made; say so where it is taken."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except OSError as error:
        reason = error.strerror or "it cannot be used"
        message = f"cannot listen on {host}, port {port}: {reason}; choose another port"
        raise typer.BadParameter(message, param_hint="--port") from None


def _log_to_screen() -> None:
    """Say which edition is served, and why one is not."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("mdi.api").setLevel(logging.INFO)


def _embedded() -> Path:
    """The invented country in the cache folder of the user; made when it is not there."""
    from mdi.editions.embedded import embedded_sample  # noqa: PLC0415

    console = Console(stderr=True, highlight=False)
    return embedded_sample(progress=console.print)
