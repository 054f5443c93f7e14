"""The lock of a store: one process writes at a time, and the others are told which."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from mdi.editions.clock import now
from mdi.editions.store import files
from mdi.errors import StoreBusyError

if TYPE_CHECKING:
    from filelock import BaseFileLock

NAME = "lock"
HOLDER = "lock.json"


class StoreLock:
    """The lock of a store; the system frees it when its holder dies, so it is never stale.

    Who holds it stands beside it, since Windows lets nobody read a locked file.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def mine(self) -> bool:
        """Whether this process, and this thread of it, holds the lock."""
        return self._file.is_locked

    @contextmanager
    def held(self, *, wait: bool) -> Iterator[None]:
        """Hold the lock; one who holds it may take it once more.

        Args:
            wait: until it is free; else a lock that is taken is an error.

        Raises:
            StoreBusyError: another process holds it.
            StoreWriteError: the store cannot be written to.
        """
        from filelock import Timeout  # noqa: PLC0415

        first = not self.mine
        with files.writing(self.root / NAME):
            try:
                self._file.acquire(blocking=wait)
            except Timeout:
                raise self._busy() from None
        try:
            if first:
                self._sign()
            yield
        finally:
            if first:
                with suppress(OSError):
                    files.remove(self.root / HOLDER)
            self._file.release()

    @cached_property
    def _file(self) -> BaseFileLock:
        from filelock import FileLock  # noqa: PLC0415

        return FileLock(self.root / NAME)

    def _sign(self) -> None:
        """Write down who holds it; others may read half of it, and then say less."""
        holder = {"pid": os.getpid(), "host": platform.node(), "since": now()}
        with files.writing(self.root / HOLDER):
            (self.root / HOLDER).write_bytes(orjson.dumps(holder))

    def _busy(self) -> StoreBusyError:
        who = "another process"
        with suppress(OSError, orjson.JSONDecodeError, KeyError, TypeError):
            holder = orjson.loads((self.root / HOLDER).read_bytes())
            who = f"process {holder['pid']} on {holder['host']}, since {holder['since']}"
        message = f"The store '{self.root}' is in use by {who}."
        return StoreBusyError(message, hint="Nothing was changed. Try again when it is done.")
