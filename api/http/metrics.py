"""Counts of requests for Prometheus, in its text format 0.0.4, of all workers together."""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections import defaultdict
from pathlib import Path

from starlette.types import Scope

from api.http.counts import Counts
from api.http.routes import template_of
from api.http.watching import Seen
from api.http.worker import Worker
from mdi.version import __version__

MEDIA = "text/plain; version=0.0.4; charset=utf-8"
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)  # seconds

REQUESTS = "mdi_requests_total"
SECONDS = "mdi_request_seconds"
SIZE = "mdi_answer_bytes_total"
RUNNING = "mdi_requests_running"
PROCESS = "mdi_worker_process"  # written by every worker, so that who is asked knows the others
MEMORY = "mdi_worker_memory_bytes"
EDITION = "mdi_edition_info"
VERSION = "mdi_version_info"

FAMILIES = {  # in the order they are told
    VERSION: ("gauge", "The version of the service."),
    EDITION: ("gauge", "The edition that the worker that was asked serves."),
    REQUESTS: ("counter", "Requests by route, method and status."),
    SIZE: ("counter", "Bytes of the bodies of answers, by route."),
    RUNNING: ("gauge", "Requests that are being answered."),
    SECONDS: ("histogram", "Seconds from a request to the end of its answer, by route."),
    PROCESS: ("gauge", "The process of every worker."),
    MEMORY: ("gauge", "Memory of every worker; pages that workers share count for a part each."),
}
PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)


class Metrics:
    """Counts every request, and tells all counts."""

    def __init__(self, worker: Worker) -> None:
        self._counts = Counts(worker)
        self._counts.set(RUNNING, 0)
        self._counts.set(f'{PROCESS}{{worker="{worker.number}"}}', os.getpid())
        self._running = 0
        self._names: dict[tuple[str, str, int], tuple[str, ...]] = {}

    def begins(self) -> None:
        """One request more is running."""
        self._running += 1
        self._counts.set(RUNNING, self._running)

    def ends(self, seen: Seen) -> None:
        """One request less is running, and one more was answered."""
        self._running -= 1
        counts = self._counts
        counts.set(RUNNING, self._running)
        requests, size, seconds, count, *buckets = self._named(seen)
        counts.add(requests)
        counts.add(size, seen.size)
        counts.add(seconds, seen.seconds)
        counts.add(count)
        bucket = bisect_left(BUCKETS, seen.seconds)
        if bucket < len(BUCKETS):
            counts.add(buckets[bucket])

    def told(self, edition: str | None) -> str:
        """Everything that was counted, as Prometheus reads it."""
        sums = self._counts.sums()
        lines = _cumulated(sums)
        lines[f'{VERSION}{{version="{__version__}"}}'] = 1.0
        if edition:
            lines[f'{EDITION}{{edition="{_escaped(edition)}"}}'] = 1.0
        lines |= _memory(sums)
        families: dict[str, list[str]] = defaultdict(list)
        for name, number in lines.items():
            families[_family(name)].append(f"{name} {_number(number)}")
        return "".join(
            f"# HELP {family} {text}\n# TYPE {family} {kind}\n" + "\n".join(families[family]) + "\n"
            for family, (kind, text) in FAMILIES.items()
            if families[family]
        )

    def _named(self, seen: Seen) -> tuple[str, ...]:
        """Names of the numbers that a request adds to: made once for each route and status."""
        key = template_of(seen.scope), _method(seen.scope), seen.status
        found = self._names.get(key)
        if found is None:
            found = self._names[key] = _names(*key)
        return found


def _names(template: str, method: str, status: int) -> tuple[str, ...]:
    route = f'route="{_escaped(template)}"'
    return (
        f'{REQUESTS}{{{route},method="{method}",status="{status}"}}',
        f"{SIZE}{{{route}}}",
        f"{SECONDS}_sum{{{route}}}",
        f"{SECONDS}_count{{{route}}}",
        *(f'{SECONDS}_bucket{{{route},le="{bound}"}}' for bound in BUCKETS),
    )


def _cumulated(sums: dict[str, float]) -> dict[str, float]:
    """The numbers, sorted, with every bucket holding those below it, and the last holding all."""
    lines: dict[str, float] = {}
    for name in sorted(name for name in sums if "_bucket{" not in name):
        opening = f"{SECONDS}_count{{"
        if name.startswith(opening):
            route, below = name.removeprefix(opening).removesuffix("}"), 0.0
            for bound in BUCKETS:
                bucket = f'{SECONDS}_bucket{{{route},le="{bound}"}}'
                below += sums.get(bucket, 0.0)
                lines[bucket] = below
            lines[f'{SECONDS}_bucket{{{route},le="+Inf"}}'] = sums[name]
        lines[name] = sums[name]
    return lines


def _memory(sums: dict[str, float]) -> dict[str, float]:
    """The proportional set size of every worker, where the system tells it (Linux)."""
    found = {}
    for name, process in sums.items():
        if name.startswith(PROCESS):
            size = _share_of(int(process))
            if size is not None:
                found[MEMORY + name.removeprefix(PROCESS)] = float(size)
    return found


def _share_of(process: int) -> int | None:
    """Bytes of memory of a process, shared pages divided among those who share them."""
    try:
        content = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return None
    found = PSS.search(content)
    return int(found[1]) * 1024 if found else None


def _family(name: str) -> str:
    bare = name.partition("{")[0]
    return SECONDS if bare.startswith(SECONDS) else bare


def _method(scope: Scope) -> str:
    """The method; one word for all that nobody knows, or else a client could make up series."""
    return scope["method"] if scope["method"] in METHODS else "other"


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _number(number: float) -> str:
    return str(int(number)) if number.is_integer() else repr(number)
