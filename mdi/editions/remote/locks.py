"""The lock of a store on a storage elsewhere: a file that its holder keeps renewing."""

from __future__ import annotations

import os
import platform
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import Any

import orjson

from mdi.editions.clock import now
from mdi.editions.remote.depot import Depot
from mdi.errors import MdiError, StoreBusyError

NAME = "lock.json"
BEAT = 5.0  # seconds between two renewals
PATIENCE = 30.0  # seconds without one, after which its holder counts as gone
SETTLE = 2.0  # seconds after which a file that two wrote at once is that of one of them
LOOK = 0.5  # seconds between two looks at the lock of another

ALIVE, FREE, GONE = "alive", "free", "gone"


class RemoteLock:
    """The lock of a store elsewhere.

    No two clocks are compared: a lock whose content stands still while one watches was left
    behind by a process that was killed. A lock that this very copy of the store left behind is
    known at once, since only one process holds a copy.

    Attributes:
        depot: where the store is kept.
        copy: a word of the local copy, the same in every run with it.
    """

    def __init__(self, depot: Depot, copy: str) -> None:
        self.depot = depot
        self.copy = copy
        self._word = self._since = ""
        self._beats = 0

    @contextmanager
    def held(self, *, wait: bool) -> Iterator[None]:
        """Hold the lock, and renew it.

        Args:
            wait: until it is free; else a lock whose holder is alive is an error.

        Raises:
            StoreBusyError: another process holds it; it says which, and since when.
            StoreWriteError: the store cannot be written to.
        """
        self._word, self._beats = secrets.token_hex(16), 0
        self._since = now()
        while not self._taken(wait=wait):
            pass
        left = Event()
        renewing = Thread(target=self._renew, args=(left,), name="lock", daemon=True)
        renewing.start()
        try:
            yield
        finally:
            left.set()
            renewing.join()
            with suppress(MdiError):  # a lock that stays behind is known by standing still
                if self._is_mine(self.depot.read(NAME)):
                    self.depot.remove(NAME)

    def confirm(self) -> None:
        """See to it that we still hold it.

        Raises:
            StoreBusyError: another process took it, since for long nothing was heard of us.
        """
        content = self.depot.read(NAME)
        if not self._is_mine(content):
            message = f"The lock of '{self.depot.shown}' was lost to {_holder_of(content)}."
            hint = "Nothing was published; what was computed is kept here. Run again."
            raise StoreBusyError(message, hint=hint)

    def _taken(self, *, wait: bool) -> bool:
        """Take the lock, or find out about the one who holds it; whether we hold it now."""
        seen = self.depot.read(NAME)
        if seen is None:
            return self._make()
        state = GONE if _plain(seen).get("copy") == self._owner else self._watch(seen, wait=wait)
        if state == ALIVE:
            message = f"The store '{self.depot.shown}' is in use by {_holder_of(seen)}."
            raise StoreBusyError(message, hint="Nothing was changed. Try again when it is done.")
        if state == GONE and self.depot.read(NAME) == seen:
            self.depot.remove(NAME)
            return self._make() and self._settled()
        return False

    def _watch(self, seen: bytes, *, wait: bool) -> str:
        """Whether the holder of a lock is alive; one who waits watches until it is not."""
        still = time.monotonic()
        while time.monotonic() - still < PATIENCE:
            time.sleep(LOOK)
            content = self.depot.read(NAME)
            if content is None:
                return FREE
            if content != seen:
                return FREE if wait else ALIVE  # who waits looks again from the beginning
        return GONE

    def _make(self) -> bool:
        """Make the file where there is none; whether it is ours."""
        if not self.depot.create(NAME, self._content()):
            return self._is_mine(self.depot.read(NAME))  # an answer that was lost on the way
        if self.depot.kind.creates and not self.depot.create(NAME, self._content()):
            return True
        return self._settled()  # nobody was refused, so that two may have made it

    def _settled(self) -> bool:
        time.sleep(SETTLE)
        return self._is_mine(self.depot.read(NAME))

    def _renew(self, left: Event) -> None:
        """Say that we are alive, as long as the lock is ours; a storage may be gone for a while."""
        while not left.wait(BEAT):
            with suppress(MdiError):
                if not self._is_mine(self.depot.read(NAME)):
                    return
                self._beats += 1
                self.depot.write(NAME, self._content())

    def _content(self) -> bytes:
        told = {"pid": os.getpid(), "host": platform.node(), "since": self._since}
        kept = {"word": self._word, "copy": self._owner, "renewed": self._beats}
        return orjson.dumps({**told, **kept})

    @property
    def _owner(self) -> str:
        return f"{self.copy} on {platform.node()}"

    def _is_mine(self, content: bytes | None) -> bool:
        return content is not None and _plain(content).get("word") == self._word


def _plain(content: bytes) -> dict[str, Any]:
    """What stands in the file; nothing where it is damaged, or half written."""
    with suppress(orjson.JSONDecodeError):
        plain = orjson.loads(content)
        return plain if isinstance(plain, dict) else {}
    return {}


def _holder_of(content: bytes | None) -> str:
    with suppress(KeyError):
        holder = _plain(content or b"")
        return f"process {holder['pid']} on {holder['host']}, since {holder['since']}"
    return "another process"
