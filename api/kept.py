"""Things that are made when first asked for, once, and then kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import TypeVar

from cachetools import LRUCache

T = TypeVar("T")
Key = tuple[object, ...]
MISSING = object()


@dataclass(eq=False)
class Turn:
    """Those who want a thing that is not there: the first makes it."""

    lock: Lock = field(default_factory=Lock)
    waiting: int = 0


class Kept:
    """What was made, by its key; what was asked for longest ago is forgotten first.

    Args:
        most: how many things are kept.
    """

    def __init__(self, most: int) -> None:
        self._kept: LRUCache[Key, object] = LRUCache(most)
        self._turns: dict[Key, Turn] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        """How many things are kept."""
        return len(self._kept)

    def once(self, key: Key, make: Callable[[], T]) -> T:
        """What is kept under this key; made by the first who asks while the others wait."""
        with self._lock:
            found = self._kept.get(key, MISSING)
            if found is not MISSING:
                return found  # type: ignore[return-value]
            turn = self._turns.setdefault(key, Turn())
            turn.waiting += 1
        try:
            with turn.lock:
                with self._lock:
                    found = self._kept.get(key, MISSING)
                if found is MISSING:
                    found = make()
                    self.keep(key, found)
                return found  # type: ignore[return-value]
        finally:
            self._end(key, turn)

    def already(self, key: Key) -> object:
        """What is kept under this key; None where nothing is."""
        with self._lock:
            return self._kept.get(key)

    def keep(self, key: Key, made: object) -> None:
        """Keep something that was made elsewhere."""
        with self._lock:
            self._kept[key] = made

    def _end(self, key: Key, turn: Turn) -> None:
        """Forget a turn when the last has had it."""
        with self._lock:
            turn.waiting -= 1
            if not turn.waiting:
                del self._turns[key]
