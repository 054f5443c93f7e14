"""Storages for tests: a server that speaks S3, and one that fails when it is told to.

As a program, it is another process that a test may kill, or that stands in its way:
`python -m tests.editions.remote.storages publish|hold ADDRESS CACHE [YEAR]`.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from mdi.editions.remote.depot import Depot
from mdi.editions.remote.opening import open_store
from mdi.editions.remote.store import RemoteStore
from mdi.editions.store.edition import Edition
from tests.editions.store.making import LONG, SIZE, contents, publish

BUCKET = "bucket"
KEYS = {
    "AWS_ACCESS_KEY_ID": "invented",
    "AWS_SECRET_ACCESS_KEY": "not-a-secret-of-anyone",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_EC2_METADATA_DISABLED": "true",
}
CALLS = ("cat_file", "ukey", "find", "ls", "get_file", "pipe_file", "put_file", "cp_file")
CALLS = (*CALLS, "rm_file", "rm", "mv", "makedirs", "open")


@contextmanager
def s3_server(log: Path) -> Iterator[str]:
    """A server of its own process that speaks S3; its address."""
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"]
    with log.open("w") as file, subprocess.Popen(command, stdout=file, stderr=file) as process:
        try:
            yield _address_in(log)
        finally:
            process.terminate()


def _address_in(log: Path) -> str:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text())
        if found:
            return found[0]
        time.sleep(0.05)
    raise AssertionError(log.read_text())


class Killed(BaseException):
    """The process is gone; nothing that it would still do reaches the storage."""


class Failing:
    """A storage that counts what it is asked, and fails from a certain call on.

    Attributes:
        real: the storage behind it.
        calls: how often it was asked.
        first: the number of the first call that fails; none by default.
        how: the error.
        once: whether only that one fails.
    """

    def __init__(self, real: Any) -> None:
        self.real = real
        self.calls = 0
        self.first = sys.maxsize
        self.how: BaseException = ConnectionError("the line is dead")
        self.once = False
        self._lock = Lock()

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.real, name)
        return self._counted(found) if name in CALLS else found

    def fail(self, first: int, how: BaseException, *, once: bool = False) -> None:
        """Fail from this call on, counted from now."""
        self.calls, self.first, self.how, self.once = 0, first, how, once

    def heal(self) -> None:
        """Do what it is asked again."""
        self.first = sys.maxsize

    def _counted(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **options: Any) -> Any:
            with self._lock:
                self.calls += 1
                number = self.calls
            if number == self.first or (number > self.first and not self.once):
                raise self.how
            return call(*arguments, **options)

        return counted


def failing(store: RemoteStore) -> Failing:
    """Put a storage that can fail in the place of the one of a store."""
    made = Failing(store.depot._storage)
    store.depot._storage = made
    return made


def flip(depot: Depot, path: str) -> None:
    """Turn one bit of a file there."""
    content = bytearray(depot.read(path) or b"")
    content[len(content) // 2] ^= 4
    depot.write(path, bytes(content))


def remote(place: str, cache: Path, *, create: bool = True) -> RemoteStore:
    """Open a store that is kept elsewhere."""
    store = open_store(place, create=create, cache=cache)
    assert isinstance(store, RemoteStore)
    return store


def arrived(place: str, cache: Path) -> dict[str, bytes]:
    """The current edition as one who has nothing yet receives it: every file of it."""
    return contents(remote(place, cache, create=False).whole("current").folder)


def published(store: RemoteStore, year: int, size: int = SIZE) -> Edition:
    """A small batch."""
    return publish(store, year, steps=2, size=size)


if __name__ == "__main__":
    what, place, folder, *rest = sys.argv[1:]
    opened = remote(place, Path(folder))
    if what == "publish":
        print("begun", flush=True)
        print(publish(opened, int(rest[0])).name, flush=True)
    else:
        with opened.lock():
            print("held", flush=True)
            time.sleep(LONG)
