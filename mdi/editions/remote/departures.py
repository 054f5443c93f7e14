"""What goes from the local copy of a store to where it is kept: an edition, whole."""

from __future__ import annotations

from pathlib import Path

from mdi.editions.remote.depot import Depot
from mdi.editions.remote.doubts import Doubts
from mdi.editions.remote.layout import edition_path, object_path, run_path, step_path
from mdi.editions.store import founding
from mdi.editions.store.manifest import NAME, FileRecord, Manifest
from mdi.editions.store.store import Store

Places = dict[str, Path]  # where files lie here, by their path there


class Departures:
    """An edition on its way to where it is kept.

    Only what is not there goes: first objects, then steps, then the files of the edition, and
    its manifest last. What dies on the way is completed by the next one.

    Attributes:
        depot: where the store is kept.
        copy: its local copy, in which the edition is whole.
        doubts: what is damaged there, and goes anew.
    """

    def __init__(self, depot: Depot, copy: Store, doubts: Doubts) -> None:
        self.depot = depot
        self.copy = copy
        self.doubts = doubts

    def push(self, manifest: Manifest) -> None:
        """Bring all of an edition there, and the steps that made it.

        Raises:
            FileError, StoreWriteError: the storage cannot be read or written; what is there
                stays as it was.
        """
        name, steps = manifest.edition, self._steps(manifest.edition)
        outputs = [record for made in steps.values() for record in made]
        self._send(founding.OBJECTS, self._objects([*manifest.files.values(), *outputs]))
        self._send(founding.STEPS, {step_path(key): self.copy.steps.path_of(key) for key in steps})
        self._send_edition(name, manifest)

    def _steps(self, name: str) -> dict[str, list[FileRecord]]:
        """The outputs of the steps that made an edition; of those that are sound."""
        keys = sorted(self.copy.runs.steps_of(name) or ())
        found = {key: self.copy.steps.get(key) for key in keys}
        outputs = {key: list(step.outputs.values()) for key, step in found.items() if step}
        return {key: each for key, each in outputs.items() if all(map(self.copy.sound, each))}

    def _objects(self, records: list[FileRecord]) -> Places:
        return {object_path(each.sha256): self.copy.path_of(each) for each in records}

    def _send(self, folder: str, places: Places) -> None:
        """Upload what is not there."""
        wanting = self._wanting(folder, places)
        self.depot.each(lambda path: self.depot.upload(places[path], path), wanting)
        self.doubts.settle(wanting)

    def _send_edition(self, name: str, manifest: Manifest) -> None:
        """The files of an edition are second copies of objects; the manifest comes last."""
        folder = self.copy.folder_of(name)
        objects = {
            edition_path(name, file): object_path(each.sha256)
            for file, each in manifest.files.items()
        }
        places = {edition_path(name, file): folder / file for file in manifest.files}
        wanting = self._wanting(f"{founding.EDITIONS}/{name}", places)
        self.depot.each(lambda path: self.depot.copy(objects[path], path, places[path]), wanting)
        self.doubts.settle(wanting)
        self._send_small(run_path(name), self.copy.runs.path_of(name))
        self._send_small(edition_path(name), folder / NAME)

    def _send_small(self, path: str, place: Path) -> None:
        """Put a small file, if there is one, where another stands or none."""
        if place.is_file():
            content = place.read_bytes()
            if self.depot.read(path) != content:
                self.depot.write(path, content)

    def _wanting(self, folder: str, places: Places) -> list[str]:
        """What is not there, is not of the same size, or is known to be damaged."""
        there, doubted = self.depot.sizes(folder), self.doubts.read()
        return [
            path
            for path, place in places.items()
            if path in doubted or there.get(path) != place.stat().st_size
        ]
