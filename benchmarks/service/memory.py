"""The memory of a service: the proportional set size of its processes."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

PROCESSES = Path("/proc")


def workers(pid: int, count: int) -> int:
    """Bytes of the processes that answer: the largest of those that started no others."""
    parents = _parents()
    found = [each for each in tree(pid) if each not in parents.values()]
    return sum(sorted(map(bytes_of, found))[-count:])


def everything(pid: int) -> int:
    """Bytes of a process and all that it started."""
    return sum(map(bytes_of, tree(pid)))


def tree(pid: int) -> set[int]:
    """A process and all that it started."""
    parents, found = _parents(), {pid}
    while True:
        more = {child for child, parent in parents.items() if parent in found} - found
        if not more:
            return found
        found |= more


def bytes_of(pid: int) -> int:
    """The proportional set size of a process; 0 where it is gone."""
    with suppress(OSError):
        told = (PROCESSES / str(pid) / "smaps_rollup").read_text()
        found = re.search(r"^Pss:\s+(\d+) kB", told, re.MULTILINE)
        return int(found[1]) * 1024 if found else 0
    return 0


def _parents() -> dict[int, int]:
    """The parent of every process."""
    found = {}
    for place in PROCESSES.iterdir():
        if place.name.isdigit():
            with suppress(OSError):
                stat = (place / "stat").read_text().rpartition(")")[2]
                found[int(place.name)] = int(stat.split()[1])
    return found
