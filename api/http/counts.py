"""Numbers by name that the workers of a service add up, each in memory of its own.

Every worker writes into a file that is mapped into its memory, so that a number costs no more
than a store, and stays when the worker dies. Who asks reads the files of all. A record has the
number as a double of 8 bytes, then the length of its name in 2 bytes, then the name in UTF-8.
"""

from __future__ import annotations

import struct
from collections import defaultdict
from collections.abc import Iterator

from api.http.worker import Worker

RECORD = 256
MOST = 8_192  # records of a worker; beyond them nothing is counted
NUMBER = struct.Struct("<d")
LENGTH = struct.Struct("<H")
NAMED = RECORD - NUMBER.size - LENGTH.size

FILES = "counts-"


class Counts:
    """The numbers of one worker, and the sums of all.

    Only the event loop writes. A worker that takes the place of another goes on where that
    one was.
    """

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._memory = worker.memory(f"{FILES}{worker.number}", RECORD * MOST)
        found = list(_records(memoryview(self._memory)))
        self._places = {name: place for place, name, _ in found}
        self._next = len(found) * RECORD

    def add(self, name: str, amount: float = 1.0) -> None:
        """Add to a number."""
        place = self._place(name)
        if place is not None:
            (number,) = NUMBER.unpack_from(self._memory, place)
            NUMBER.pack_into(self._memory, place, number + amount)

    def set(self, name: str, number: float) -> None:
        """Set a number."""
        place = self._place(name)
        if place is not None:
            NUMBER.pack_into(self._memory, place, number)

    def sums(self) -> dict[str, float]:
        """The numbers of all workers together, by name."""
        total: dict[str, float] = defaultdict(float)
        for content in self._contents():
            for _, name, number in _records(content):
                total[name] += number
        return dict(total)

    def _contents(self) -> Iterator[bytes | memoryview]:
        """What every worker has written, this one as it is in memory."""
        folder = self._worker.folder
        if folder is None:
            yield memoryview(self._memory)
            return
        for path in sorted(folder.glob(f"{FILES}*")):
            yield path.read_bytes()

    def _place(self, name: str) -> int | None:
        """Where a number stands; None where there is no room left for another."""
        place = self._places.get(name)
        if place is None:
            place = self._make_place(name)
        return place

    def _make_place(self, name: str) -> int | None:
        content, place = name.encode(), self._next
        if place >= RECORD * MOST or len(content) > NAMED:
            return None
        begin = place + NUMBER.size + LENGTH.size
        self._memory[begin : begin + len(content)] = content
        LENGTH.pack_into(self._memory, place + NUMBER.size, len(content))
        self._places[name], self._next = place, place + RECORD
        return place


def _records(content: bytes | memoryview) -> Iterator[tuple[int, str, float]]:
    """Place, name and number of all records until the first that is empty."""
    for place in range(0, len(content), RECORD):
        (length,) = LENGTH.unpack_from(content, place + NUMBER.size)
        if not length:
            return
        begin = place + NUMBER.size + LENGTH.size
        (number,) = NUMBER.unpack_from(content, place)
        yield place, bytes(content[begin : begin + length]).decode(), number
