"""How long one client waits that asks one thing after the other, at each server in turn.

Two clients: the one of Python's standard library, as programs use it, which reads every header into
an object, and a lean one that costs next to nothing and so shows the servers alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from functools import partial
from http.client import HTTPConnection
from statistics import median
from time import perf_counter

from benchmarks.service.asking import PATIENCE, Line, fine
from benchmarks.service.questions import Case
from benchmarks.service.servers import Server

WARM = 5  # rounds that do not count
PLAIN, LEAN = "plain", "lean"
Timers = Sequence[Callable[[], float]]


def latencies(case: Case, servers: Sequence[Server], rounds: int) -> dict[tuple[str, str], float]:
    """Median seconds by server and client; they take turns with every request."""
    seconds: dict[tuple[str, str], list[float]] = {}
    with ExitStack() as open_:
        all_ = {
            (each.name, kind): timers for each in servers for kind, timers in _of(each, case, open_)
        }
        for turn in range(rounds + WARM):
            for key, timers in all_.items():
                took = timers[turn % len(timers)]()
                if turn >= WARM:
                    seconds.setdefault(key, []).append(took)
    return {key: median(found) for key, found in seconds.items()}


def _of(server: Server, case: Case, open_: ExitStack) -> Iterator[tuple[str, Timers]]:
    """For each client, what times a request, on one connection."""
    plain = open_.enter_context(closing(HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)))
    lean = open_.enter_context(closing(Line(server.port)))
    paths = server.paths(case)
    yield (
        PLAIN,
        [partial(_seconds, plain, path, dict(server.headers(case, path))) for path in paths],
    )
    yield LEAN, [partial(lean.seconds, asked) for asked in server.requests(case)]


def _seconds(connection: HTTPConnection, path: str, headers: dict[str, str]) -> float:
    start = perf_counter()
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    seconds = perf_counter() - start
    fine(answer.status)
    return seconds
