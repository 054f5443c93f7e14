"""Finished steps: what came out of them, kept by a key that follows from what went in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from mdi.editions.store import files
from mdi.editions.store.manifest import FileRecord, Record
from mdi.editions.store.sealed import sealed, unsealed

ENDING = ".json"


class StepRecord(Record):
    """A finished step.

    Attributes:
        outputs: the files that it made, by name.
        account: what it says of itself: rows in, rejected, filled in, computed.
    """

    outputs: dict[str, FileRecord]
    account: dict[str, Any]


def parse_step(content: bytes) -> StepRecord | None:
    """The step that stands in a file; None where it is damaged."""
    plain = unsealed(content)
    try:
        return None if plain is None else StepRecord.model_validate(plain)
    except ValidationError:
        return None


@dataclass(frozen=True)
class Steps:
    """Finished steps: `KEY.json`.

    Attributes:
        folder: where they lie.
        unfinished: a folder on the same disk for what is not whole yet.
    """

    folder: Path
    unfinished: Path

    def get(self, key: str) -> StepRecord | None:
        """The step of this key; None where there is none, or it is damaged."""
        try:
            return parse_step(self.path_of(key).read_bytes())
        except OSError:
            return None

    def put(self, key: str, step: StepRecord) -> None:
        """Keep a step, in the place of one that was kept by the same key."""
        files.write_whole(self.path_of(key), sealed(step.model_dump()), self.unfinished)

    def path_of(self, key: str) -> Path:
        """Where the step of this key lies."""
        return self.folder / (key + ENDING)

    def names(self) -> Iterator[str]:
        """The key of every step that is there, sorted."""
        for place in sorted(self.folder.glob("*" + ENDING)):
            yield place.stem
