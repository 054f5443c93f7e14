"""What is published, and what was: the one file that switches."""

from __future__ import annotations

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


@dataclass(frozen=True)
class History:
    """The switches of a store.

    Attributes:
        root: the folder of the store.
        unfinished: a folder on the same disk for what is not whole yet.
    """

    root: Path
    unfinished: Path

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
            plain = unsealed(self.place.read_bytes())
        except FileNotFoundError:
            return []
        except OSError as error:
            raise FileError(f"'{self.place}' cannot be read: {error.strerror}.") from None
        try:
            return list(Current.model_validate(plain).history)
        except ValidationError:
            message = f"'{self.place}' is damaged; what is current is not known."
            hint = "`mdi editions rollback NAME` makes an edition the current one."
            raise FileError(message, hint=hint) from None

    def switch(self, edition: str) -> None:
        """Make an edition the current one; a damaged file is set aside and begun anew."""
        try:
            before = self.read()
        except FileError:
            files.move(self.place, self.root / SET_ASIDE)
            before = []
        after = (*before, Published(edition=edition, published=now()))
        content = sealed(Current(edition=edition, history=after).model_dump())
        files.write_whole(self.place, content, self.unfinished, files.OPEN)
