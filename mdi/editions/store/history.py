"""What is published, and what was: the one file that switches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pydantic import ValidationError

from mdi.editions.clock import now, seconds_since
from mdi.editions.store import files
from mdi.editions.store.manifest import Record
from mdi.editions.store.sealed import sealed, unsealed
from mdi.errors import FileError

NAME = "current.json"
SET_ASIDE = "current.json.damaged"


class Published(Record):
    """An edition became the current one.

    Attributes:
        edition: its name.
        published: when, in UTC, as in ISO 8601.
    """

    edition: str
    published: str


class Current(Record):
    """The content of `current.json`.

    Attributes:
        edition: the name of the current edition.
        history: every switch, the oldest first; the last one is of the current edition.
    """

    edition: str
    history: tuple[Published, ...]


def left_lately(past: list[Published], seconds: float) -> set[str]:
    """The editions that were current less than so many seconds ago, and are not any more."""
    switches = pairwise(past)
    return {old.edition for old, new in switches if seconds_since(new.published) < seconds}


def parse_history(content: bytes, place: str) -> list[Published]:
    """Every switch that `current.json` tells, the oldest first.

    Args:
        content: of the file.
        place: where it lies, as a message names it.

    Raises:
        FileError: it is damaged.
    """
    try:
        return list(Current.model_validate(unsealed(content)).history)
    except ValidationError:
        message = f"'{place}' is damaged; what is current is not known."
        hint = "`mdi editions rollback NAME` makes an edition the current one."
        raise FileError(message, hint=hint) from None


def switched(before: Iterable[Published], edition: str) -> bytes:
    """The content of `current.json` once this edition is the current one."""
    after = (*before, Published(edition=edition, published=now()))
    return sealed(Current(edition=edition, history=after).model_dump())


@dataclass(frozen=True)
class History:
    """The switches of a store.

    Attributes:
        root: the folder of the store.
        unfinished: a folder on the same disk for what is not whole yet.
        shown: the file as a message names it; where it lies by default.
    """

    root: Path
    unfinished: Path
    shown: str = ""

    @property
    def place(self) -> Path:
        """Where it is kept."""
        return self.root / NAME

    def read(self) -> list[Published]:
        """Every switch, the oldest first; nothing where nothing was published.

        Raises:
            FileError: the file is damaged, or cannot be read.
        """
        try:
            content = self.place.read_bytes()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise FileError(f"'{self.place}' cannot be read: {error.strerror}.") from None
        return parse_history(content, self.shown or str(self.place))

    def mark(self) -> bytes:
        """What is another with every switch; nothing where that cannot be read."""
        try:
            return self.place.read_bytes()
        except OSError:
            return b""

    def switch(self, edition: str) -> None:
        """Make an edition the current one; a damaged file is set aside and begun anew."""
        try:
            before = self.read()
        except FileError:
            files.move(self.place, self.root / SET_ASIDE)
            before = []
        self.put(switched(before, edition))

    def put(self, content: bytes) -> None:
        """Put content in the place of the file, in one move."""
        files.write_whole(self.place, content, self.unfinished, files.OPEN)
