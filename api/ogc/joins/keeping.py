"""The joins that are kept: a folder each, shared by all workers, bounded in number and in time.

A join is written beside the others and then takes its place in one move, so that a reader finds
it whole or not at all. What was kept longer than is allowed is gone for every reader, and its
folder goes with the next join that is kept.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
from filelock import FileLock
from starlette.exceptions import HTTPException

from api.errors import NotHereError
from api.ogc.joins.model import Contents, Join
from mdi.editions.clock import now, seconds_since
from mdi.errors import FileError

if TYPE_CHECKING:
    from api.settings import Settings

NAMED = re.compile("[0-9a-f]{16}")
HEAD, CONTENTS, LOCK = "join.json", "contents.json", ".lock"
UNFINISHED, GONE = ".unfinished-", ".gone-"


class Joins:
    """The joins of a folder.

    Args:
        folder: where they lie; it is made with the first one.
        most: how many are kept at once.
        seconds: for how long each is kept.
    """

    def __init__(self, folder: Path, most: int, seconds: float) -> None:
        self._folder, self._most, self._seconds = folder, most, seconds

    @property
    def days(self) -> float:
        """For how many days each is kept."""
        return self._seconds / 86_400

    def all(self) -> list[Join]:
        """Those that are kept, the newest first."""
        found = [join for join in self._read() if self._holds(join)]
        return sorted(found, key=lambda join: (join.made, join.id), reverse=True)

    def one(self, name: str) -> Join:
        """One of them.

        Raises:
            NotHereError: there is none of this name.
        """
        try:
            join = self._head(self._place(name))
        except FileNotFoundError:
            raise _unknown(name) from None
        if not self._holds(join):
            raise _unknown(name)
        return join

    def contents(self, join: Join) -> Contents:
        """What was joined.

        Raises:
            NotHereError: it was taken away meanwhile.
        """
        try:
            plain = orjson.loads((self._place(join.id) / CONTENTS).read_bytes())
        except FileNotFoundError:
            raise _unknown(join.id) from None
        return Contents(**plain)

    def keep(self, join: Join, contents: Contents) -> None:
        """Keep one more.

        Raises:
            HTTPException: 507 where as many are kept as may be.
            FileError: the folder cannot be written.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self._folder / LOCK):
                self._clear()
                if len(self._names()) >= self._most:
                    raise HTTPException(HTTPStatus.INSUFFICIENT_STORAGE, self._full)
                self._write(join, contents)
        except OSError as error:
            raise FileError(f"A join cannot be kept: {error}.") from error

    def take_away(self, name: str) -> None:
        """Forget one.

        Raises:
            NotHereError: there is none of this name.
            FileError: the folder cannot be written.
        """
        self.one(name)
        try:
            self._remove(name)
        except FileNotFoundError:
            raise _unknown(name) from None
        except OSError as error:
            raise FileError(f"A join cannot be taken away: {error}.") from error

    @property
    def _full(self) -> str:
        return (
            f"This service keeps {self._most} joins, and there are so many. Delete one of them, "
            "or ask for the answer directly: that keeps nothing."
        )

    def _write(self, join: Join, contents: Contents) -> None:
        unfinished = self._folder / (UNFINISHED + join.id)
        unfinished.mkdir()
        (unfinished / HEAD).write_bytes(orjson.dumps(join))
        (unfinished / CONTENTS).write_bytes(orjson.dumps(contents))
        os.replace(unfinished, self._folder / join.id)  # noqa: PTH105

    def _remove(self, name: str) -> None:
        gone = self._folder / (GONE + name)
        os.replace(self._folder / name, gone)  # noqa: PTH105
        shutil.rmtree(gone, ignore_errors=True)

    def _clear(self) -> None:
        """Remove what is out of time, and what was left behind by a worker that died."""
        for join in list(self._read()):
            if not self._holds(join):
                with suppress(FileNotFoundError):  # taken away meanwhile
                    self._remove(join.id)
        for kind in (UNFINISHED, GONE):
            for left in self._folder.glob(f"{kind}*"):
                shutil.rmtree(left, ignore_errors=True)

    def _read(self) -> Iterator[Join]:
        for name in self._names():
            try:
                yield self._head(self._folder / name)
            except FileNotFoundError:  # taken away meanwhile
                continue

    def _names(self) -> list[str]:
        try:
            return [name for name in os.listdir(self._folder) if NAMED.fullmatch(name)]  # noqa: PTH208
        except FileNotFoundError:
            return []

    def _place(self, name: str) -> Path:
        if not NAMED.fullmatch(name):
            raise _unknown(name)
        return self._folder / name

    def _head(self, place: Path) -> Join:
        try:
            return Join(**orjson.loads((place / HEAD).read_bytes()))
        except (TypeError, ValueError) as error:
            raise FileError(f"The join in '{place}' is damaged.") from error

    def _holds(self, join: Join) -> bool:
        return seconds_since(join.made) < self._seconds


def store_of(settings: Settings) -> Joins | None:
    """Where joins are kept; None where nothing can be written."""
    if settings.joins is None or settings.keys is None:
        return None
    return Joins(settings.joins, settings.joins_kept, settings.joins_time)


def stamp() -> str:
    """The time of now, as joins and lists of them tell it."""
    return now()


def new_id() -> str:
    """A name that no other join has."""
    return secrets.token_hex(8)


def _unknown(name: str) -> NotHereError:
    hint = "Joins are kept for a while only, and can be taken away."
    return NotHereError(f"There is no join '{name}'.", hint=hint)
