"""What work is, and what comes of it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol


@dataclass(frozen=True)
class Made:
    """What came of a step.

    Attributes:
        key: of the step.
        outputs: its files by name: where they lie, or their bytes where nobody else sees them.
        account: rows in, filled in, computed and the like, as plain data.
        seconds: it took.
        computing: seconds of these that the engine took.
        memory: of the worker at its largest so far, in bytes.
    """

    key: str
    outputs: Mapping[str, Path | bytes]
    account: dict[str, Any]
    seconds: float
    computing: float
    memory: int

    def loaded(self) -> Made:
        """The same with the bytes of all files, to be sent elsewhere."""
        outputs = {
            name: found.read_bytes() if isinstance(found, Path) else found
            for name, found in self.outputs.items()
        }
        return replace(self, outputs=outputs)


class Work(Protocol):
    """Something that a worker does: one step, or several that share what they read."""

    @property
    def first(self) -> str:
        """The key of its first step."""

    @property
    def file(self) -> str:
        """The file it reads."""

    def run(self, scratch: Path) -> Iterator[Made]:
        """Do it, one step after the other.

        Args:
            scratch: a folder for what comes of it; others put theirs there as well.

        Raises:
            MdiError, GeodataError: the file does not hold up.
            OSError: the folder cannot be written to.
        """


class Clock:
    """Seconds since it was asked last."""

    def __init__(self) -> None:
        self._start = perf_counter()

    def lap(self) -> float:
        """Seconds since it was made, or asked last."""
        start, self._start = self._start, perf_counter()
        return self._start - start


def made(
    key: str,
    outputs: Mapping[str, Path],
    account: dict[str, Any],
    clock: Clock,
    computing: float = 0.0,
) -> Made:
    """What came of a step that is finished now."""
    return Made(key, outputs, account, clock.lap(), computing, peak_memory())


def kept(scratch: Path, key: str, name: str, content: bytes) -> Path:
    """Write a file of a step."""
    place = room(scratch, key) / name
    place.write_bytes(content)
    return place


def room(scratch: Path, key: str) -> Path:
    """The folder of a step."""
    place = scratch / key
    place.mkdir(exist_ok=True)
    return place


def peak_memory() -> int:
    """The most memory that this process had, in bytes; 0 where that is not told."""
    try:
        import resource  # noqa: PLC0415
    except ImportError:  # Windows
        return 0
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
