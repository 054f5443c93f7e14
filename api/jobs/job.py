"""One job: what was asked, what became of it so far, its log, and a word to stop it.

Whoever writes is alone: a job that waits is changed behind the door of all jobs, and one that
runs by its own process.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import orjson
from pydantic import BaseModel, ConfigDict

from api.documents.jobs import JobState
from api.errors import NotHereError
from api.jobs.lines import Follower, add_line, last_line
from mdi.editions.clock import now
from mdi.editions.store import files
from mdi.errors import FileError

ASKED, EVENTS, LOG, STOP = "job.json", "events.jsonl", "log.txt", "stop"
ENDED = frozenset({"done", "failed", "cancelled"})
PRIVATE = 0o600
MOST = 1 << 22  # bytes of a log that are shown

Kind = Literal["status", "progress"]


class Wish(BaseModel):
    """What was asked, which never changes.

    Attributes:
        plan: the name of a plan.
        dry_run: whether only to tell what would be done.
        asked: when, in UTC.
        by: the name of the key.
        once: a digest of the client's word for this request, by which a second one is known.
    """

    model_config = ConfigDict(frozen=True)

    plan: str
    dry_run: bool
    asked: str
    by: str
    once: str | None = None


@dataclass(frozen=True)
class Event:
    """Something that became of a job.

    Attributes:
        number: 1 for the first.
        kind: "status" where that changed, "progress" where a step was finished.
        state: of the job from then on.
    """

    number: int
    kind: Kind
    state: JobState


class _Line(BaseModel):
    """An event as it is kept."""

    number: int
    kind: Kind
    at: str
    state: JobState


class Job:
    """A job in its folder.

    Args:
        folder: which is called after the id of the job.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.id = folder.name

    @classmethod
    def make(cls, folder: Path, wish: Wish) -> Job:
        """The files of a new job, in a folder that is there.

        Raises:
            StoreWriteError: they cannot be written.
        """
        made = cls(folder)
        first = _Line(number=1, kind="status", at=now(), state=JobState())
        with files.writing(folder):
            for name, content in (
                (ASKED, wish.model_dump_json().encode()),
                (EVENTS, first.model_dump_json().encode() + b"\n"),
                (LOG, b""),
            ):
                with files.new_file(folder / name, PRIVATE) as file:
                    file.write(content)
            files.sync_folder(folder)
        return made

    def wish(self) -> Wish:
        """What was asked.

        Raises:
            NotHereError: the job is no more.
            FileError: its files are damaged.
        """
        with _reading(self.id):
            return Wish.model_validate_json((self.folder / ASKED).read_bytes())

    def last(self) -> Event:
        """What became of it last; errors as in `wish`."""
        with _reading(self.id):
            return _event(last_line(self.folder / EVENTS))

    def state(self) -> JobState:
        """How it fares; errors as in `wish`."""
        return self.last().state

    def tell(self, kind: Kind, state: JobState) -> None:
        """Write down how it fares from now on.

        Raises:
            StoreWriteError: that cannot be written.
        """
        line = _Line(number=self.last().number + 1, kind=kind, at=now(), state=state)
        content = orjson.dumps(line.model_dump(mode="json"))
        with files.writing(self.folder):
            add_line(self.folder / EVENTS, content, sure=kind == "status")

    def events(self) -> Events:
        """What became of it from the beginning, and what becomes of it."""
        return Events(self.id, Follower(self.folder / EVENTS))

    def stop(self) -> None:
        """Leave word that it is to stop.

        Raises:
            StoreWriteError: that cannot be written.
        """
        with files.writing(self.folder):
            (self.folder / STOP).touch(PRIVATE)

    @property
    def stopping(self) -> bool:
        """Whether it was told to stop."""
        return (self.folder / STOP).exists()

    def said(self) -> bytes:
        """What its process says, the end of it where that is very long; errors as in `wish`."""
        with _reading(self.id), self.log.open("rb") as file:
            file.seek(max(file.seek(0, os.SEEK_END) - MOST, 0))
            return file.read(MOST)

    @property
    def log(self) -> Path:
        """The file with what its process says."""
        return self.folder / LOG


class Events:
    """The events of a job, as they come."""

    def __init__(self, name: str, lines: Follower) -> None:
        self._name, self._lines = name, lines

    def new(self) -> Iterator[Event]:
        """Those that came since it was asked last; errors as in `Job.wish`."""
        with _reading(self._name):
            yield from map(_event, self._lines.lines())


def _event(line: bytes) -> Event:
    read = _Line.model_validate_json(line)
    return Event(read.number, read.kind, read.state)


@contextmanager
def _reading(name: str) -> Iterator[None]:
    """Say in words why the files of a job cannot be read."""
    try:
        yield
    except FileNotFoundError:
        raise NotHereError(f"There is no job '{name}'.") from None
    except OSError as error:
        raise FileError(f"Job '{name}' cannot be read: {error.strerror}.") from None
    except ValueError:
        raise FileError(f"Job '{name}' cannot be read: its files are damaged.") from None
