"""Things that take long: they are made beside the requests, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from threading import Condition, Thread

MOST = 8  # that wait; what is asked beyond them has to be asked again


class Beside:
    """Makes things in a thread of its own, in the order in which they are asked for.

    The thread ends when nothing is left to be made.
    """

    def __init__(self) -> None:
        self._waiting: dict[Hashable, Callable[[], None]] = {}  # the first is being made
        self._changed = Condition()

    def make(self, key: Hashable, make: Callable[[], None]) -> None:
        """Have something made, unless it waits to be already, or too much does.

        Args:
            key: what it is.
            make: makes it, and keeps it; it raises nothing.
        """
        with self._changed:
            if key in self._waiting or len(self._waiting) >= MOST:
                return
            self._waiting[key] = make
            if len(self._waiting) == 1:
                Thread(target=self._work, name="beside", daemon=True).start()

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until nothing is left to be made; whether that was in time.

        Args:
            timeout: seconds; for ever if absent.
        """
        with self._changed:
            return self._changed.wait_for(lambda: not self._waiting, timeout)

    def _work(self) -> None:
        while True:
            with self._changed:
                key, make = next(iter(self._waiting.items()))
            try:
                make()
            finally:
                with self._changed:
                    del self._waiting[key]
                    left = bool(self._waiting)
                    self._changed.notify_all()
            if not left:
                return
