"""What comes from a store elsewhere into its local copy: nothing is taken in that is damaged."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from mdi.editions.remote.depot import Depot
from mdi.editions.remote.doubts import Doubts
from mdi.editions.remote.layout import edition_path, object_path, run_path, step_path
from mdi.editions.store import files
from mdi.editions.store.manifest import NAME, FileRecord, edition_of
from mdi.editions.store.objects import Objects
from mdi.editions.store.runs import parse_run
from mdi.editions.store.steps import parse_step
from mdi.editions.store.store import Store
from mdi.editions.store.tree import DAMAGED, MISSING
from mdi.errors import Problem

FOLDER = ".arriving"
LOCK = "arriving"


class Arrivals:
    """Files on their way into the local copy of a store.

    One process brings files at a time; the others find them there.

    Attributes:
        depot: where the store is kept.
        copy: the local copy.
        objects: its objects, with a folder of their own for what is not whole yet, since who
            holds the lock of the copy empties the other one.
        doubts: what was found damaged.
    """

    def __init__(self, depot: Depot, copy: Store) -> None:
        self.depot = depot
        self.copy = copy
        self.folder = copy.root / FOLDER
        self.objects = Objects(copy.objects.folder, self.folder, copy.objects.checked)
        self.doubts = Doubts(copy.root)

    @contextmanager
    def open(self) -> Iterator[None]:
        """Bring files; what an interrupted process left on its way is removed.

        Raises:
            StoreWriteError: the local copy cannot be written to.
        """
        from filelock import FileLock  # noqa: PLC0415

        with files.writing(self.folder), FileLock(self.copy.root / LOCK):
            files.remove(self.folder)
            files.make_folder(self.folder)
            yield

    def bring(self, records: Iterable[FileRecord]) -> list[Problem]:
        """Bring objects that are not here yet; to be called within `open`.

        Returns:
            What is wrong with those that could not be brought.
        """
        wanted = {record.sha256: record for record in records}
        missing = [record for record in wanted.values() if not self.objects.sound(record)]
        faults = dict(zip(missing, self.depot.each(self._bring, missing), strict=True))
        wrong = {object_path(record.sha256): fault for record, fault in faults.items() if fault}
        self.doubts.note(wrong)
        return [Problem(f"'{self.depot.name_of(path)}' {fault}") for path, fault in wrong.items()]

    def manifest(self, name: str) -> bool:
        """Bring the manifest of an edition, if it is not here; whether there is one that is sound."""
        place = self.copy.folder_of(name) / NAME
        if place.is_file():
            return True
        content = self.depot.read(edition_path(name))
        if content is None or edition_of(content) != name:
            return False
        self.keep(place, content)
        return True

    def step(self, key: str) -> None:
        """Bring a step, if it is not here and is sound there."""
        if self.copy.steps.get(key) is None:
            content = self.depot.read(step_path(key))
            if content is not None and parse_step(content) is not None:
                self.keep(self.copy.steps.path_of(key), content)

    def run(self, edition: str) -> None:
        """Bring what is known of the steps that made an edition, where it is sound."""
        content = self.depot.read(run_path(edition))
        if content is not None and parse_run(content) is not None:
            self.keep(self.copy.runs.path_of(edition), content)

    def keep(self, place: Path, content: bytes) -> None:
        """Write a small file of the copy.

        Raises:
            StoreWriteError: the local copy cannot be written to.
        """
        with files.writing(place):
            files.make_folder(place.parent)
            files.write_whole(place, content, place.parent)

    def faults(self, expected: dict[str, str]) -> dict[str, str]:
        """What is wrong with files there; each is read whole, and none is kept.

        Args:
            expected: SHA-256 by path.
        """
        found = self.depot.each(partial(self._fault, expected), expected)
        wrong = {path: fault for path, fault in zip(expected, found, strict=True) if fault}
        self.doubts.note(wrong)
        return wrong

    def _bring(self, record: FileRecord) -> str | None:
        """Bring an object; what is wrong with it."""
        with self._brought(object_path(record.sha256)) as made:
            if not made.exists():
                return MISSING
            return None if self.objects.take(made, record.sha256) else DAMAGED

    def _fault(self, expected: dict[str, str], path: str) -> str | None:
        with self._brought(path) as made:
            if not made.exists():
                return MISSING
            return None if files.sha256_of(made) == expected[path] else DAMAGED

    @contextmanager
    def _brought(self, path: str) -> Iterator[Path]:
        """A file from there, in a place of its own; it is removed afterwards."""
        with files.made_in(self.folder, secrets.token_hex(4)) as made:
            self.depot.download(path, made)
            yield made
