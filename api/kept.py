"""Things that are made when first asked for, once, and then kept."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import TypeVar

from cachetools import LRUCache

T = TypeVar("T")
Key = tuple[object, ...]


class Kept:
    """What was made, by its key; what was asked for longest ago is forgotten first.

    Args:
        most: how many things are kept.
    """

    def __init__(self, most: int) -> None:
        self._kept: LRUCache[Key, object] = LRUCache(most)
        self._locks: dict[Key, Lock] = {}
        self._lock = Lock()

    def __len__(self) -> int:
        """How many things are kept."""
        return len(self._kept)

    def once(self, key: Key, make: Callable[[], T]) -> T:
        """What is kept under this key; made by the first who asks while the others wait."""
        with self._lock:
            lock = self._locks.setdefault(key, Lock())
        with lock:
            with self._lock:
                if key in self._kept:
                    return self._kept[key]  # type: ignore[return-value]
            made = make()
            self.keep(key, made)
            return made

    def already(self, key: Key) -> object:
        """What is kept under this key; None where nothing is."""
        with self._lock:
            return self._kept.get(key)

    def keep(self, key: Key, made: object) -> None:
        """Keep something that was made elsewhere."""
        with self._lock:
            self._kept[key] = made
