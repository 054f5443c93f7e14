"""The folder of all jobs, and who may do what in it at the same time."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from api.errors import BusyError, NotHereError
from api.jobs.job import Job, Wish
from mdi.editions.clock import moment
from mdi.editions.store import files
from mdi.errors import FileError

ID = re.compile(r"\d{8}T\d{12}-[0-9a-f]{12}")
DOOR, RUNNING, STARTER = ".door", ".running", ".starter"
NEW, OLD = ".new", ".old"
PATIENCE = 10.0  # seconds for the door
FOLDER, FILE = 0o700, 0o600
BUSY = "Other requests about jobs are being answered; come back in a second."


class JobsPlace:
    """A folder with a folder for every job.

    An id begins with the moment at which the job was asked for, so that sorted ids are in the
    order of asking.

    Attributes:
        root: the folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def found(self) -> None:
        """Make the folder where it is not there yet, and remove what was left half made.

        Raises:
            StoreWriteError: it cannot be made.
            BusyError: others are at it for too long.
        """
        with files.writing(self.root):
            self.root.mkdir(FOLDER, parents=True, exist_ok=True)
        with self.door(), files.writing(self.root):
            for each in [*self.root.glob(f"{NEW}-*"), *self.root.glob(f"{OLD}-*")]:
                files.remove(each)

    def jobs(self) -> list[Job]:
        """All jobs, the one that was asked for first in front.

        Raises:
            FileError: the folder cannot be read.
        """
        try:
            names = sorted(each.name for each in self.root.iterdir() if ID.fullmatch(each.name))
        except OSError as error:
            message = f"The jobs in '{self.root}' cannot be read: {error.strerror}."
            raise FileError(message) from None
        return [Job(self.root / name) for name in names]

    def job(self, name: str) -> Job:
        """The job of an id.

        Raises:
            NotHereError: there is none.
        """
        if not ID.fullmatch(name) or not (self.root / name).is_dir():
            raise NotHereError(f"There is no job '{name}'.")
        return Job(self.root / name)

    def add(self, wish: Wish) -> Job:
        """A new job; it is there whole, or not at all. Only behind the door.

        Raises:
            StoreWriteError: it cannot be written.
        """
        name = f"{moment():%Y%m%dT%H%M%S%f}-{secrets.token_hex(6)}"
        with files.writing(self.root), files.made_in(self.root, NEW) as made:
            made.mkdir(FOLDER)
            Job.make(made, wish)
            made.rename(self.root / name)
            files.sync_folder(self.root)
        return Job(self.root / name)

    def remove(self, job: Job) -> None:
        """Remove a job that has ended. Only behind the door.

        Raises:
            StoreWriteError: it cannot be removed.
        """
        with files.writing(self.root), files.made_in(self.root, OLD) as gone:
            job.folder.rename(gone)

    @contextmanager
    def door(self) -> Iterator[None]:
        """Be alone among those who change what jobs wait.

        Raises:
            BusyError: others are for too long.
        """
        lock = FileLock(self.root / DOOR, timeout=PATIENCE, mode=FILE)
        with files.writing(self.root):
            try:
                lock.acquire()
            except Timeout:
                raise BusyError(BUSY) from None
        try:
            yield
        finally:
            lock.release()

    @contextmanager
    def alone(self, patience: float = 0.0) -> Iterator[bool]:
        """Be the one process that runs a job; the system frees it when that dies.

        Args:
            patience: seconds for which to wait for another.

        Returns:
            Whether it is this one.
        """
        with _taken(self.root / RUNNING, patience) as mine:
            yield mine

    @contextmanager
    def starting(self) -> Iterator[bool]:
        """Be the one worker of the service that starts jobs; returns as `alone`."""
        with _taken(self.root / STARTER, 0.0) as mine:
            yield mine


@contextmanager
def _taken(place: Path, patience: float) -> Iterator[bool]:
    """Hold a lock, if it is free; whether it was."""
    lock = FileLock(place, timeout=patience, mode=FILE)
    with files.writing(place), suppress(Timeout):
        lock.acquire()
    try:
        yield lock.is_locked
    finally:
        lock.release()
