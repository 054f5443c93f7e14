"""Is a store sound? Every byte is read and compared with what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mdi.editions.store import files
from mdi.editions.store.manifest import NAME, FileRecord, Manifest, edition_of
from mdi.errors import FileError, Problem

if TYPE_CHECKING:
    from mdi.editions.store.store import Store

DAMAGED = "is damaged"
MISSING = "is not there"
REMEDY = "run its batch again, or roll back"


class Reader:
    """Reads every file once, however many names it has."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], str] = {}

    def fault(self, place: Path, expected: str) -> str | None:
        """What is wrong with a file whose SHA-256 is known; None where nothing is."""
        try:
            found = place.stat()
            which = found.st_dev, found.st_ino
            if which not in self._known:
                self._known[which] = files.sha256_of(place)
        except FileNotFoundError:
            return MISSING
        except OSError as error:
            return f"cannot be read: {error.strerror}"
        return None if self._known[which] == expected else DAMAGED


def check_edition(folder: Path, reader: Reader | None = None) -> list[Problem]:
    """All that is wrong with an edition: its manifest, its name, and every file.

    Args:
        folder: of the edition.
        reader: one that has read other files before.
    """
    place = folder / NAME
    try:
        content = place.read_bytes()
        manifest = Manifest.parse(content, str(place))
    except (OSError, FileError):
        return [_problem(folder, NAME, DAMAGED if place.exists() else MISSING)]
    if edition_of(content) != folder.name:
        return [_problem(folder, NAME, "is damaged, or the edition was renamed")]
    return list(_faults(folder, manifest.files, reader or Reader()))


def check_store(store: Store) -> list[Problem]:
    """All that is wrong with a store."""
    reader = Reader()
    editions = [
        problem
        for name in store.names()
        for problem in check_edition(store.folder_of(name), reader)
    ]
    objects = _check_objects(store, reader)
    return [*_check_current(store), *editions, *objects, *_check_steps(store), *_check_runs(store)]


def _faults(folder: Path, expected: dict[str, FileRecord], reader: Reader) -> Iterator[Problem]:
    for file, record in expected.items():
        fault = reader.fault(folder / file, record.sha256)
        if fault:
            yield _problem(folder, file, fault)
    there = (each.relative_to(folder).as_posix() for each in folder.rglob("*") if not each.is_dir())
    for file in sorted({*there} - {*expected, NAME}):
        yield _problem(folder, file, "does not belong to the edition", "remove it")


def _problem(folder: Path, file: str, fault: str, hint: str = REMEDY) -> Problem:
    return Problem(f"'{folder.parent.name}/{folder.name}/{file}' {fault}", hint=hint)


def _check_current(store: Store) -> Iterator[Problem]:
    names = store.names()
    try:
        past = store.history()
    except FileError as error:
        yield Problem(error.message.rstrip("."), hint=error.hint)
        return
    if past and past[-1].edition not in names:
        yield Problem(f"the current edition '{past[-1].edition}' {MISSING}", hint=REMEDY)
    if names and not past:
        hint = "`mdi editions rollback NAME` makes one of them the current one"
        yield Problem(f"'{store.switches.place.name}' {MISSING}, though editions are", hint=hint)


def _check_objects(store: Store, reader: Reader) -> Iterator[Problem]:
    for name in store.objects.names():
        place = store.objects.path_of(name)
        fault = reader.fault(place, name)
        if fault:
            hint = "the next batch that needs it makes it again"
            yield Problem(f"'{place.relative_to(store.root).as_posix()}' {fault}", hint=hint)


def _check_steps(store: Store) -> Iterator[Problem]:
    hint = "the next batch that needs it does it again"
    for key in store.steps.names():
        step = store.steps.get(key)
        if step is None:
            yield Problem(f"'steps/{store.steps.path_of(key).name}' {DAMAGED}", hint=hint)
            continue
        for name, record in step.outputs.items():
            if not store.path_of(record).is_file():
                yield Problem(f"'{name}' of step '{key}' {MISSING}", hint=hint)


def _check_runs(store: Store) -> Iterator[Problem]:
    for name in store.runs.editions():
        if store.runs.steps_of(name) is None:
            place = store.runs.path_of(name)
            yield Problem(f"'runs/{place.name}' {DAMAGED}", hint="remove it")
