"""A store: a folder of editions, one of which is the current one, switched in one move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mdi.editions.store import files, founding, naming
from mdi.editions.store.assembly import assemble
from mdi.editions.store.checking import check_edition, check_store
from mdi.editions.store.edition import Edition, open_edition
from mdi.editions.store.history import History, Published, left_lately
from mdi.editions.store.locks import StoreLock
from mdi.editions.store.manifest import FileRecord, Manifest
from mdi.editions.store.objects import Objects
from mdi.editions.store.pruning import Pruned, prune
from mdi.editions.store.runs import Runs
from mdi.editions.store.steps import StepRecord, Steps
from mdi.editions.store.tree import LocalTree
from mdi.errors import FileError, Problem, listed


class Store:
    """A folder of editions that holds one whole at any moment.

    Who writes holds the lock; `publish`, `rollback` and `prune` take it themselves. Reading
    needs no lock and writes nothing.

    Attributes:
        root: the folder.
        objects: files that are named after their bytes.
        steps: finished steps.
        runs: which steps a run needs.
        switches: what is published, and what was.
    """

    pause = 0.1  # seconds between two looks at what is published

    def __init__(self, root: Path) -> None:
        unfinished = root / founding.UNFINISHED
        self.root = root
        self.objects = Objects(root / founding.OBJECTS, unfinished)
        self.steps = Steps(root / founding.STEPS, unfinished)
        self.runs = Runs(root / founding.RUNS, unfinished)
        self.switches = History(root, unfinished)
        self._lock = StoreLock(root)

    @classmethod
    def open(cls, root: Path, *, create: bool = False) -> Store:
        """Open a store.

        Args:
            root: its folder.
            create: make one where there is none.

        Raises:
            FileError: the folder is no store, or cannot be made one.
        """
        if create:
            founding.found(root)
        elif not founding.is_store(root):
            message = f"'{root}' is no store of editions."
            hint = "`mdi batch PLAN --store DIR` makes one, and publishes in it."
            raise FileError(message, hint=hint)
        return cls(root)

    @contextmanager
    def lock(self, *, wait: bool = False) -> Iterator[None]:
        """Hold the store: nobody else writes meanwhile. One who holds it may do so once more.

        Args:
            wait: until it is free; else a store that is in use is an error.

        Raises:
            StoreBusyError: another process holds it; it says which, and since when.
            StoreWriteError: the store cannot be written to.
        """
        first = not self._lock.mine
        with self._lock.held(wait=wait):
            if first:
                founding.sweep(self.root)
            yield

    def put(self, content: bytes | Path) -> FileRecord:
        """Keep bytes as an object; a file on the disk of the store is moved.

        Raises:
            StoreWriteError: the store cannot be written to.
        """
        with files.writing(self.root):
            return self.objects.put(content)

    def path_of(self, record: FileRecord) -> Path:
        """Where an object lies."""
        return self.objects.path_of(record.sha256)

    def sound(self, record: FileRecord) -> bool:
        """Whether an object is there and its bytes are right."""
        return self.objects.sound(record)

    def step(self, key: str) -> StepRecord | None:
        """A finished step; None where there is none, or one of its outputs is not sound."""
        step = self.steps.get(key)
        if step is None or not all(map(self.sound, step.outputs.values())):
            return None
        if self._lock.mine:
            self.runs.note(key)
        return step

    def finish(
        self, key: str, outputs: Mapping[str, bytes | Path], account: dict[str, Any]
    ) -> StepRecord:
        """Keep what came out of a step.

        Args:
            key: SHA-256 of all that went into it.
            outputs: the files that it made, by name.
            account: what it says of itself, as plain data.

        Raises:
            StoreWriteError: the store cannot be written to.
        """
        kept = {name: self.put(content) for name, content in outputs.items()}
        step = StepRecord(outputs=kept, account=account)
        with files.writing(self.root):
            self.steps.put(key, step)
            self.runs.note(key)
        return step

    def publish(self, manifest: Manifest) -> Edition:
        """Put an edition together and make it the current one.

        The same manifest once more changes nothing, but mends what is damaged.

        Raises:
            FileError: an object is not there, or damaged; what was published stays.
            StoreBusyError: another process holds the store.
            StoreWriteError: the store cannot be written to; what was published stays.
        """
        name = manifest.edition
        with self.lock(), files.writing(self.root):
            assemble(self.objects, manifest, self.folder_of(name))
            if not self.is_current(name):
                self.switches.switch(name)
            self.runs.finish(name)
        return self._opened(name)

    def current(self) -> Edition | None:
        """The current edition; None where nothing was published.

        Raises:
            FileError: what is current is not known, or its manifest is damaged.
        """
        past = self.history()
        return self._opened(past[-1].edition) if past else None

    def is_current(self, name: str) -> bool:
        """Whether this edition is the current one; not, where that is not known."""
        try:
            past = self.switches.read()
        except FileError:
            return False
        return bool(past) and past[-1].edition == name

    def history(self) -> list[Published]:
        """Every switch, the oldest first: the last one is of the current edition.

        Raises:
            FileError: `current.json` is damaged.
        """
        try:
            return self.switches.read()
        except FileError as error:
            there = listed(self.names()) or "none"
            raise FileError(f"{error.message} Editions: {there}.", hint=error.hint) from None

    def names(self) -> list[str]:
        """The names of the editions that are there, sorted.

        Raises:
            FileError: the store cannot be read.
        """
        place = self.root / founding.EDITIONS
        try:
            return sorted(each.name for each in place.iterdir() if each.is_dir())
        except OSError as error:
            raise FileError(f"'{place}' cannot be read: {error.strerror}.") from None

    def editions(self) -> list[Edition]:
        """The editions that are there, by name.

        Raises:
            FileError: a manifest is damaged.
        """
        return [self._opened(name) for name in self.names()]

    def edition(self, name: str) -> Edition:
        """An edition by its name, the beginning of it, or `current` or `previous`.

        Raises:
            FileError: there is none, or several, or its manifest is damaged.
        """
        return self._opened(self.name_of(name))

    def name_of(self, name: str) -> str:
        """The whole name of an edition; arguments and errors as in `edition`."""
        if name in {naming.CURRENT, naming.PREVIOUS}:
            return naming.by_time(name, self.history(), self.names())
        return naming.by_name(name, self.names())

    def whole(self, name: str) -> Edition:
        """An edition, with all its files at hand; arguments and errors as in `edition`."""
        return self.edition(name)

    def at_hand(self, name: str) -> Edition:
        """An edition of this whole name whose files are here; none is brought from elsewhere.

        Raises:
            FileError: it is not here, or its manifest is damaged.
        """
        return open_edition(self.folder_of(name))

    def rollback(self, name: str | None = None) -> Edition:
        """Make an edition the current one again; the history goes on.

        Args:
            name: which, as in `edition`; the one that was current before by default.

        Raises:
            FileError: there is none, or it is damaged.
            StoreBusyError: another process holds the store.
            StoreWriteError: the store cannot be written to.
        """
        with self.lock():
            edition = self.edition(name or naming.PREVIOUS)
            problems = check_edition(LocalTree(self.root), edition.name)
            if problems:
                message = f"Edition '{edition.name}' is damaged; the current one stays."
                raise FileError(message, problems, hint="Choose another, or run its batch again.")
            with files.writing(self.root):
                if not self.is_current(edition.name):
                    self.switches.switch(edition.name)
        return edition

    def prune(self, keep: int, *, spare: float = 0.0) -> Pruned:
        """Remove older editions, and then objects and steps that nobody needs.

        The current edition stays, and so does what an interrupted run has done.

        Args:
            keep: how many editions stay: those that were current last. 1 or more.
            spare: seconds; editions that were current less than so long ago stay as well.

        Raises:
            FileError: what is needed is not known, since a file is damaged; nothing is removed.
            StoreBusyError: another process holds the store.
            StoreWriteError: the store cannot be written to.
        """
        with self.lock(), files.writing(self.root):
            return prune(self, self._staying(keep, spare))

    def verify(self, name: str | None = None) -> list[Problem]:
        """All that is wrong: every byte is read.

        Args:
            name: one edition, as in `edition`; the whole store by default.
        """
        if name is None:
            return check_store(LocalTree(self.root))
        return check_edition(LocalTree(self.root), self.name_of(name))

    def report(self, name: str, content: bytes) -> None:
        """Keep the report of a run."""
        place = self.root / founding.REPORTS
        with files.writing(place):
            files.make_folder(place)
            files.write_whole(place / name, content, self.objects.unfinished, files.OPEN)

    def mark(self) -> bytes:
        """What is another with every switch; nothing where that cannot be read."""
        return self.switches.mark()

    def let_go(self, kept: set[str]) -> None:
        """Where a store is a copy of what is kept elsewhere, keep these editions alone."""

    def folder_of(self, name: str) -> Path:
        """Where the edition of this whole name lies."""
        return self.root / founding.EDITIONS / name

    def _staying(self, keep: int, spare: float) -> list[Edition]:
        """The editions that stay where all but so many are removed."""
        past = self.history()
        latest, lately = naming.latest(past, self.names()), left_lately(past, spare)
        staying = latest[: max(keep, 1)] + [each for each in latest[keep:] if each in lately]
        return list(map(self._opened, dict.fromkeys(staying)))

    def _opened(self, name: str) -> Edition:
        return open_edition(self.folder_of(name))
