"""One process of the service: its server, and how it stops."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from math import ceil
from time import monotonic
from types import FrameType

import uvicorn

from api.app import Service
from api.http.connections import Watchman
from api.settings import Settings

SPARE = 256  # files that are open beside connections


class Server(uvicorn.Server):
    """A server that first says not to be ready, then takes nothing new, then ends what runs.

    Args:
        app: the service.
    """

    def __init__(self, app: Service) -> None:
        settings: Settings = app.state.settings
        most = min(settings.connections, _files() - SPARE)
        watchman = Watchman(settings, most, app.quick)
        super().__init__(
            uvicorn.Config(
                app,
                http=watchman.protocol(),  # type: ignore[arg-type]  # it makes protocols as a class does
                ws="none",
                log_config=None,
                access_log=False,
                proxy_headers=False,  # ours believes the proxies of the settings only
                server_header=False,
                backlog=settings.backlog,
                timeout_keep_alive=ceil(settings.idle_time),
                timeout_graceful_shutdown=ceil(settings.stop_time),
            )
        )
        self._app, self._drain = app, settings.drain_time
        self._stops: float | None = None  # when connections will be refused

    def serve_on(self, listening: socket.socket) -> None:
        """Answer until a signal says to stop."""
        self.run(sockets=[listening])

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Be ready no longer; told once more, stop at once."""
        self._app.state.leaving = True
        if self._stops is None and self._drain:
            self._stops = monotonic() + self._drain
            self._captured_signals.append(sig)
        else:
            super().handle_exit(sig, frame)

    async def on_tick(self, counter: int) -> bool:
        """Look ten times a second whether it is time to stop."""
        if self._stops is not None and monotonic() >= self._stops:
            self.should_exit = True
        return await super().on_tick(counter)


def _files() -> int:
    """How many files may be open: as many as the system allows without asking anybody."""
    if os.name != "posix":
        return 1 << 16
    import resource  # noqa: PLC0415 - POSIX only

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
        soft = hard
    return min(soft, 1 << 20) if soft > 0 else 1 << 20
