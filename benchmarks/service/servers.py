"""A server under measurement: its process, its port, and its address for every question."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from time import monotonic, perf_counter, sleep

from benchmarks.service.asking import get, request
from benchmarks.service.questions import Case, Question

WORKERS = 2
PATIENCE = 60.0  # seconds until the first answer
ENOUGH = 10.0  # seconds to stop in


@dataclass(frozen=True)
class Server:
    """What is asked.

    Attributes:
        name: in the table.
        port: where it listens.
        address: the path of a question; None where it is not asked.
        pid: its first process.
        started: seconds from its start to its first answer.
    """

    name: str
    port: int
    address: Callable[[Question], str | None]
    pid: int
    started: float

    def paths(self, case: Case) -> list[str]:
        """What to ask for; empty where a question is not for this server."""
        found = [self.address(question) for question in case.questions]
        return [path for path in found if path is not None]

    def headers(self, case: Case, path: str) -> list[tuple[str, str]]:
        """Of a request; empty tags where the server has none."""
        given = [("Accept-Encoding", case.coding)]
        return [*given, ("If-None-Match", self.tag(path))] if case.known else given

    def requests(self, case: Case) -> list[bytes]:
        """Prepared."""
        return [request(self.port, path, self.headers(case, path)) for path in self.paths(case)]

    def tag(self, path: str) -> str:
        """The strong tag of an answer; empty without one."""
        return get(self.port, path)[1]

    def can(self, case: Case) -> bool:
        """Whether the case is for this server."""
        paths = self.paths(case)
        return bool(paths) and (not case.known or bool(self.tag(paths[0])))


@contextmanager
def running(
    command: Sequence[str | Path],
    port: int,
    first: str,
    folder: Path,
    environment: Mapping[str, str] | None = None,
) -> Iterator[tuple[int, float]]:
    """A process that serves as long as the block: its number, and seconds to its first answer.

    Args:
        command: what starts it.
        port: where it will listen.
        first: the path that it is asked until it answers.
        folder: where it runs, and writes what it has to say.
        environment: added to ours.
    """
    start, log = perf_counter(), folder / f"log-{port}"
    with log.open("w") as told:
        process = subprocess.Popen(  # noqa: S603
            command,
            stdout=told,
            stderr=told,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            start_new_session=True,
        )
    try:
        _wait(process, port, first, log)
        yield process.pid, perf_counter() - start
    finally:
        _stop(process)


def _wait(process: subprocess.Popen[bytes], port: int, path: str, log: Path) -> None:
    until = monotonic() + PATIENCE
    while monotonic() < until and process.poll() is None:
        with suppress(OSError):
            if get(port, path)[0] == HTTPStatus.OK:
                return
        sleep(0.02)
    message = f"{process.args!r} does not answer:\n{log.read_text()[-2000:]}"
    raise SystemExit(message)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(ENOUGH)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)  # a session of its own: all that it started
    process.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])
