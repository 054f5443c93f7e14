"""How the process of a job is stopped: at once, and within a bounded time."""

from __future__ import annotations

import _thread
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

PAUSE = 0.2  # seconds between two looks
GRACE = 20  # seconds in which it must have stopped

POSIX = hasattr(signal, "pthread_kill")


class Stopped(BaseException):
    """The process was told to stop; no error, so that nothing takes it for one."""


@contextmanager
def stoppable(told: Callable[[], bool]) -> Iterator[None]:
    """Something that is broken off where it is when the process is told to stop.

    It is told by SIGTERM, or by word that it looks for itself. A process that cannot be broken
    off, as within a long computation, is ended by the system when its time is up.

    Args:
        told: whether there is word to stop.

    Raises:
        Stopped: in the middle of it.
    """
    left = Event()

    def stop(*_: object) -> None:
        if left.is_set():
            return
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if POSIX:
            signal.alarm(GRACE)
        raise Stopped

    def look() -> None:
        while not left.wait(PAUSE):
            if told():
                _wake_main()
                return

    before = signal.signal(signal.SIGTERM, stop)
    watcher = Thread(target=look, name="stopping", daemon=True)
    watcher.start()
    try:
        yield
    finally:
        left.set()
        watcher.join()
        signal.signal(signal.SIGTERM, before)


def _wake_main() -> None:
    """A signal to the main thread, also where it waits for something."""
    if POSIX:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)
    else:
        _thread.interrupt_main(signal.SIGTERM)
