"""A store that is kept elsewhere: what is kept is remote, what is read is local."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from mdi.editions.remote.arrivals import Arrivals
from mdi.editions.remote.cache import word_of
from mdi.editions.remote.departures import Departures
from mdi.editions.remote.depot import Depot
from mdi.editions.remote.layout import edition_path, object_path, step_path
from mdi.editions.remote.locks import NAME as LOCK
from mdi.editions.remote.locks import RemoteLock
from mdi.editions.remote.pruning import prune_there
from mdi.editions.remote.tree import RemoteTree
from mdi.editions.store import files, founding
from mdi.editions.store.assembly import assemble
from mdi.editions.store.checking import check_edition, check_objects, check_store
from mdi.editions.store.edition import Edition
from mdi.editions.store.history import NAME as CURRENT
from mdi.editions.store.history import SET_ASIDE, Published, switched
from mdi.editions.store.manifest import Manifest
from mdi.editions.store.naming import CURRENT as CURRENT_ONE
from mdi.editions.store.naming import PREVIOUS
from mdi.editions.store.pruning import Pruned, prune
from mdi.editions.store.steps import StepRecord
from mdi.editions.store.store import Store
from mdi.errors import FileError, MdiError, Problem, StoreBusyError

OURS = {*founding.FOLDERS, CURRENT, LOCK}


class RemoteStore(Store):
    """A store on a storage elsewhere, over a local copy of what is needed of it.

    The copy is a store like any other, but never ahead of what is kept: its `current.json` is
    the one that was read there last. Files come when they are needed, and are taken in when
    their bytes are right.

    Attributes:
        depot: where the store is kept.
        arrivals: brings files here.
    """

    pause = 0.5

    def __init__(self, depot: Depot, root: Path) -> None:
        super().__init__(root)
        self.depot = depot
        self.copy = Store(root)
        self.copy.objects = self.objects
        self.switches = replace(self.switches, shown=depot.name_of(CURRENT))
        self.arrivals = Arrivals(depot, self.copy)
        self._remote_lock = RemoteLock(depot, word_of(root))
        self._seen: bytes | None = None
        self._there: dict[str, int] | None = None

    @classmethod
    def reach(cls, depot: Depot, root: Path, *, create: bool = False) -> RemoteStore:
        """Open a store that is kept elsewhere.

        Args:
            depot: where it is kept.
            root: the folder of the local copy; made where it is not there.
            create: make a store where there is none.

        Raises:
            FileError: there is no store, or the place holds something else; the storage cannot
                be read, and nothing of the store is here.
        """
        founding.found(root)
        store = cls(depot, root)
        if not store.switches.place.is_file():  # else it was one when it was read last
            names = {*depot.names()}
            empty = create and names <= OURS
            if not empty and not {founding.EDITIONS, CURRENT} & names:
                message = f"'{depot.shown}' is no store of editions."
                hint = "`mdi batch PLAN --store PLACE` makes one, in a place that is empty."
                raise FileError(message, hint=hint)
        return store

    @contextmanager
    def lock(self, *, wait: bool = False) -> Iterator[None]:
        """Hold the store, here and there; arguments and errors as in `Store.lock`.

        What the current edition and its steps need comes here first.
        """
        first = not self._lock.mine
        with super().lock(wait=wait):
            if not first:
                yield
                return
            with self._remote_lock.held(wait=wait):
                self._there = None
                self._seen = self._read_current()
                self._bring_current()
                yield

    def step(self, key: str) -> StepRecord | None:
        """A finished step; who holds the lock gets its outputs as well, who does not is told.

        None where there is none, or one of its outputs is not sound.
        """
        step = super().step(key)
        if step is not None or step_path(key) not in self._files_there():
            return step
        self.arrivals.step(key)
        step = self.copy.steps.get(key)
        if step is None or not self._lock.mine:
            return step if step and self._promised(step) else None
        with self.arrivals.open():
            self.arrivals.bring(step.outputs.values())
        return super().step(key)

    def publish(self, manifest: Manifest) -> Edition:
        """Put an edition together here, bring it there whole, and make it the current one.

        Arguments and errors as in `Store.publish`.
        """
        name = manifest.edition
        with self.lock(), files.writing(self.root):
            assemble(self.objects, manifest, self.folder_of(name))
            self.runs.finish(name)
            Departures(self.depot, self.copy, self.arrivals.doubts).push(manifest)
            self._switch(name)
        return self._opened(name)

    def history(self) -> list[Published]:
        """Every switch, the oldest first; errors as in `Store.history`."""
        if not self._lock.mine:
            self._read_current()
        return super().history()

    def names(self) -> list[str]:
        """The names of the editions that are there, sorted; their manifests come here."""
        found = self.depot.names(founding.EDITIONS)
        there = self.depot.each(self.arrivals.manifest, found)
        return [name for name, sound in zip(found, there, strict=True) if sound]

    def whole(self, name: str) -> Edition:
        """An edition, with all its files here.

        Raises:
            FileError: there is none, or several; one of its files is not there, or damaged.
        """
        whole_name = name not in {CURRENT_ONE, PREVIOUS} and self.arrivals.manifest(name)
        edition = self._opened(name if whole_name else self.name_of(name))
        records = edition.manifest.files.values()
        with self.arrivals.open():
            problems = self.arrivals.bring(records)
            if problems:
                message = f"Edition '{edition.name}' of '{self.depot.shown}' is damaged."
                hint = "`mdi editions verify` tells all of it; the next batch of its plan mends it."
                raise FileError(message, problems, hint)
            assemble(self.arrivals.objects, edition.manifest, edition.folder)
        return edition

    def rollback(self, name: str | None = None) -> Edition:
        """Make an edition the current one again, there; as `Store.rollback`."""
        with self.lock():
            edition = self.edition(name or PREVIOUS)
            tree = RemoteTree(self.arrivals)
            objects = {object_path(each.sha256) for each in edition.manifest.files.values()}
            problems = [*check_edition(tree, edition.name), *check_objects(tree, sorted(objects))]
            if problems:
                message = f"Edition '{edition.name}' is damaged; the current one stays."
                raise FileError(message, problems, hint="Choose another, or run its batch again.")
            self._switch(edition.name)
        return edition

    def prune(self, keep: int, *, spare: float = 0.0) -> Pruned:
        """Remove older editions, and what nobody needs, there and here; as `Store.prune`."""
        with self.lock():
            kept = self._staying(keep, spare)
            self._remote_lock.confirm()
            pruned = prune_there(self.arrivals, kept)
            with files.writing(self.root), self.arrivals.open():
                prune(self.copy, kept)
        return pruned

    def let_go(self, kept: set[str]) -> None:
        """Remove all editions from the copy but these; where that cannot be done, later will do."""
        with suppress(MdiError), super().lock(), files.writing(self.root), self.arrivals.open():
            names = [name for name in self.copy.names() if name in kept]
            prune(self.copy, list(map(self.copy.edition, names)))

    def verify(self, name: str | None = None) -> list[Problem]:
        """All that is wrong: every byte comes here, and is read; as `Store.verify`."""
        tree = RemoteTree(self.arrivals)
        return check_store(tree) if name is None else check_edition(tree, self.name_of(name))

    def report(self, name: str, content: bytes) -> None:
        """Keep the report of a run, here and, if that can be done, there."""
        super().report(name, content)
        with suppress(MdiError):  # what keeps us from it was said before
            self.depot.write(f"{founding.REPORTS}/{name}", content)

    def mark(self) -> bytes:
        """What is another with every switch; nothing where that cannot be read."""
        with suppress(FileError):
            return self.depot.mark(CURRENT).encode()
        return b""

    def _opened(self, name: str) -> Edition:
        if not self.arrivals.manifest(name):
            place = self.depot.name_of(edition_path(name))
            hint = "`mdi editions verify` tells what is left."
            raise FileError(f"'{place}' cannot be read: it is damaged, or not there.", hint=hint)
        return super()._opened(name)

    def _read_current(self) -> bytes | None:
        """What is current there; the copy says the same afterwards."""
        content = self.depot.read(CURRENT)
        if content is None:
            self.switches.place.unlink(missing_ok=True)
        elif content != self.switches.mark():
            self.arrivals.keep(self.switches.place, content)
        return content

    def _bring_current(self) -> None:
        """Bring the current edition and its steps; what is damaged will be made again."""
        try:
            edition = self.current()
        except FileError:
            return
        if edition is None:
            return
        self.arrivals.run(edition.name)
        keys = self.copy.runs.steps_of(edition.name) or ()
        self.depot.each(self.arrivals.step, keys)
        steps = filter(None, map(self.copy.steps.get, keys))
        outputs = [record for step in steps for record in step.outputs.values()]
        with self.arrivals.open():
            self.arrivals.bring([*edition.manifest.files.values(), *outputs])

    def _switch(self, name: str) -> None:
        """Make an edition the current one there; it is there whole.

        Raises:
            StoreBusyError: somebody else took the lock, or made another edition the current one.
        """
        if self.is_current(name):
            return
        self._remote_lock.confirm()
        if self.depot.read(CURRENT) != self._seen:
            message = f"In '{self.depot.shown}' another edition was published meanwhile."
            hint = "That one stays the current one; what was computed is kept. Run again."
            raise StoreBusyError(message, hint=hint)
        try:
            past = self.switches.read()
        except FileError:
            self.depot.write(SET_ASIDE, self._seen or b"")
            past = []
        content = switched(past, name)
        self.depot.write(CURRENT, content)
        self._seen = content
        self.arrivals.keep(self.switches.place, content)

    def _promised(self, step: StepRecord) -> bool:
        """Whether the outputs of a step are there, as far as their sizes tell."""
        there = self._files_there()
        outputs = step.outputs.values()
        return all(there.get(object_path(each.sha256)) == each.size for each in outputs)

    def _files_there(self) -> dict[str, int]:
        """The size of every step and object there; asked for once while the lock is held."""
        if self._there is None:
            folders = (founding.STEPS, founding.OBJECTS)
            listed = self.depot.each(self.depot.sizes, folders)
            self._there = {path: size for sizes in listed for path, size in sizes.items()}
        return self._there
