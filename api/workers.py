"""Several processes that answer on one port, and share the memory of what they have in common.

Workers are forked from a process that has imported everything and done nothing, so that they
share the code; the data they map from the same files. Where there is no such thing (Windows),
every worker imports for itself.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from contextlib import contextmanager
from multiprocessing.connection import wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from time import monotonic
from types import FrameType
from typing import TYPE_CHECKING

from api.http.worker import Worker
from api.settings import Settings
from geodata.errors import GeodataError
from mdi.errors import MdiError

if TYPE_CHECKING:
    from collections.abc import Iterator

FORKED, OTHERWISE = "forkserver", "spawn"
LOOKS = 0.2  # seconds between two looks after the workers
GRACE = 5.0  # seconds beyond those of the settings, before a worker is killed
SLOWER = 1.0  # seconds between two starts in the same place
BROKEN = 70  # EX_SOFTWARE of sysexits.h

# glibc and Arrow keep what was freed for later; a worker rather gives it back, since the answer
# of a whole country would otherwise stay in the memory of every thread that ever made one.
FRUGAL = {
    "MALLOC_ARENA_MAX": "2",
    "MALLOC_TRIM_THRESHOLD_": "1000000",
    "MALLOC_MMAP_THRESHOLD_": "1000000",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}
# A process with threads is not forked: a lock that one of them holds would stay locked.
ALONE = {
    "OPENBLAS_NUM_THREADS": "1",
    "JE_ARROW_MALLOC_CONF": "background_thread:false",
}

log = logging.getLogger("mdi.api")


class Workers:
    """The processes of a service; one that dies is started again.

    Args:
        settings: of the service.
        listening: the port, which all of them accept from.
        imports: modules that the main program imported too.
    """

    def __init__(
        self, settings: Settings, listening: socket.socket, imports: Sequence[str] = ()
    ) -> None:
        self.settings, self.listening = settings, listening
        self._context = _context(imports)
        self._processes: dict[int, BaseProcess] = {}
        self._started: dict[int, float] = {}
        self._stops = False

    def run(self, ready: Callable[[], None]) -> int:
        """Answer until a signal says to stop.

        Args:
            ready: called once, when all workers answer.

        Returns:
            0, or the exit code of a worker that could not begin.
        """
        with TemporaryDirectory(prefix="mdi-serve-") as folder, self._signals():
            place = Path(folder)
            try:
                return self._run(place, ready)
            finally:
                self._end()

    def _run(self, folder: Path, ready: Callable[[], None]) -> int:
        said = False
        for number in range(self.settings.workers):
            self._start(number, folder)
        while not self._stops:
            wait([each.sentinel for each in self._processes.values()], timeout=LOOKS)
            code = self._look_after(folder)
            if code is not None:
                return code
            if not said and all(_ready(folder, number).exists() for number in self._processes):
                said = True
                ready()
        return 0

    def _look_after(self, folder: Path) -> int | None:
        """Start again what has died; the exit code of what could not begin."""
        for number, process in list(self._processes.items()):
            if process.exitcode is None or self._stops:
                continue
            if process.exitcode > 0 and not _ready(folder, number).exists():
                return process.exitcode
            if monotonic() - self._started[number] > SLOWER:
                log.error("Worker %s died (%s) and is started again.", number, process.exitcode)
                self._start(number, folder)
        return None

    def _start(self, number: int, folder: Path) -> None:
        _ready(folder, number).unlink(missing_ok=True)
        given = self.settings, Worker(number, folder), self.listening
        process = self._context.Process(target=_work, args=given, name=f"mdi-{number}")  # type: ignore[attr-defined]
        process.start()
        self._processes[number], self._started[number] = process, monotonic()

    def _end(self) -> None:
        """Tell all to stop; those that do not are killed."""
        for process in self._processes.values():
            process.terminate()
        until = monotonic() + self.settings.drain_time + self.settings.stop_time + GRACE
        for process in self._processes.values():
            process.join(max(until - monotonic(), 0))
            if process.exitcode is None:
                log.error("Process %s did not stop and is killed.", process.pid)
                process.kill()
                process.join()

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """Stop when told to."""

        def stop(_: int, __: FrameType | None) -> None:
            self._stops = True

        before = {each: signal.signal(each, stop) for each in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for each, handler in before.items():
                signal.signal(each, handler)


def _context(imports: Sequence[str]) -> BaseContext:
    """How processes are started here."""
    if FORKED not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context(OTHERWISE)
    for name, value in FRUGAL.items():
        os.environ.setdefault(name, value)  # read by the process that workers are forked from
    os.environ.update(ALONE)
    context = multiprocessing.get_context(FORKED)
    context.set_forkserver_preload(["api.preloaded", *imports])
    return context


def _ready(folder: Path, number: int) -> Path:
    """The file that a worker makes when it answers."""
    return folder / f"ready-{number}"


def _work(settings: Settings, worker: Worker, listening: socket.socket) -> None:
    """One worker: until it is told to stop, or the process that started it is no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of the keyboard; the first process tells us
    Thread(target=_leave_with_parent, daemon=True).start()
    from api.app import create_app  # noqa: PLC0415
    from api.http import logs  # noqa: PLC0415
    from api.server import Server  # noqa: PLC0415

    logs.to_screen(settings.log)
    try:
        app = create_app(settings, worker)
    except (MdiError, GeodataError) as error:
        sys.stderr.write(f"{error.title}\n{error}\n")
        sys.exit(error.exit_code)
    assert worker.folder is not None  # noqa: S101
    _ready(worker.folder, worker.number).touch()
    Server(app).serve_on(listening)


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
