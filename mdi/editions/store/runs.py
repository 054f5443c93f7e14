"""Which steps a run needs: the one that goes on, and those that made an edition."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from mdi.editions.store import files
from mdi.editions.store.sealed import sealed, unsealed

GOING_ON = "unfinished"
ENDING = ".json"


def parse_run(content: bytes) -> set[str] | None:
    """The steps that a file names; None where it is damaged."""
    plain = unsealed(content)
    return None if plain is None else set(plain["steps"])


@dataclass(frozen=True)
class Runs:
    """The steps of runs: `unfinished`, a key on a line, and `EDITION.json`.

    They are kept so that `prune` keeps what the next run finds unchanged.

    Attributes:
        folder: where they lie.
        unfinished: a folder on the same disk for what is not whole yet.
    """

    folder: Path
    unfinished: Path

    def note(self, key: str) -> None:
        """The run that goes on needs this step.

        Raises:
            StoreWriteError: the store cannot be written to.
        """
        how = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        with files.writing(self.folder):
            line = os.open(self.folder / GOING_ON, how, files.OPEN)
            try:
                os.write(line, f"{key}\n".encode())
            finally:
                os.close(line)

    def going_on(self) -> set[str]:
        """The steps of the run that goes on, or was interrupted."""
        try:
            return set((self.folder / GOING_ON).read_text(encoding="utf-8").split())
        except OSError:
            return set()

    def finish(self, edition: str) -> None:
        """The run that goes on has made this edition; a run without steps leaves no trace."""
        keys = self.going_on()
        if keys:
            content = sealed({"steps": sorted(keys)})
            files.write_whole(self.path_of(edition), content, self.unfinished)
            files.remove(self.folder / GOING_ON)

    def steps_of(self, edition: str) -> set[str] | None:
        """The steps that made an edition; None where what is known of them is damaged."""
        try:
            return parse_run(self.path_of(edition).read_bytes())
        except FileNotFoundError:
            return set()
        except OSError:
            return None

    def forget(self, editions: Iterable[str]) -> None:
        """Remove what is known of editions."""
        for edition in editions:
            files.remove(self.path_of(edition))

    def path_of(self, edition: str) -> Path:
        """Where the steps of an edition stand."""
        return self.folder / (edition + ENDING)

    def editions(self) -> list[str]:
        """The editions whose steps are known, sorted."""
        return sorted(place.stem for place in self.folder.glob("*" + ENDING))
