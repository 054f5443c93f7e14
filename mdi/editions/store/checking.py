"""Is a store sound? Every byte is read and compared with what is said of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from mdi.editions.store import founding
from mdi.editions.store.history import NAME as CURRENT
from mdi.editions.store.history import parse_history
from mdi.editions.store.manifest import NAME, Manifest, edition_of
from mdi.editions.store.runs import parse_run
from mdi.editions.store.steps import ENDING, parse_step
from mdi.editions.store.tree import DAMAGED, MISSING, Tree
from mdi.errors import FileError, Problem

REMEDY = "run its batch again, or roll back"


def check_edition(tree: Tree, name: str) -> list[Problem]:
    """All that is wrong with an edition: its manifest, its name, and every file.

    Args:
        tree: the files of its store.
        name: its whole name.
    """
    folder = f"{founding.EDITIONS}/{name}"
    place = f"{folder}/{NAME}"
    content = tree.read([place])[place]
    if content is None:
        return [_problem(place, DAMAGED if place in tree.files(folder) else MISSING)]
    try:
        manifest = Manifest.parse(content, place)
    except FileError:
        return [_problem(place, DAMAGED)]
    if edition_of(content) != name:
        return [_problem(place, "is damaged, or the edition was renamed")]
    expected = {f"{folder}/{file}": each.sha256 for file, each in manifest.files.items()}
    strangers = sorted({*tree.files(folder)} - {*expected, place})
    return [
        *(_problem(path, fault) for path, fault in tree.faults(expected).items()),
        *(_problem(path, "does not belong to the edition", "remove it") for path in strangers),
    ]


def check_objects(tree: Tree, names: list[str]) -> list[Problem]:
    """All that is wrong with objects.

    Args:
        tree: the files of their store.
        names: the path of each.
    """
    hint = "the next batch that needs it makes it again"
    faults = tree.faults({path: PurePosixPath(path).name for path in names})
    return [_problem(path, fault, hint) for path, fault in faults.items()]


def check_store(tree: Tree) -> list[Problem]:
    """All that is wrong with a store."""
    names = tree.folders(founding.EDITIONS)
    objects = [path for path in tree.files(founding.OBJECTS) if path.count("/") == 2]
    return [
        *_check_current(tree, names),
        *(problem for name in names for problem in check_edition(tree, name)),
        *check_objects(tree, objects),
        *_check_steps(tree, {PurePosixPath(path).name for path in objects}),
        *_check_runs(tree),
    ]


def _problem(path: str, fault: str, hint: str = REMEDY) -> Problem:
    return Problem(f"'{path}' {fault}", hint=hint)


def _check_current(tree: Tree, names: list[str]) -> Iterator[Problem]:
    content = tree.read([CURRENT])[CURRENT]
    if content is None:
        if names:
            hint = "`mdi editions rollback NAME` makes one of them the current one"
            yield _problem(CURRENT, f"{MISSING}, though editions are", hint)
        return
    try:
        past = parse_history(content, tree.shown(CURRENT))
    except FileError as error:
        yield Problem(error.message.rstrip("."), hint=error.hint)
        return
    if past and past[-1].edition not in names:
        yield Problem(f"the current edition '{past[-1].edition}' {MISSING}", hint=REMEDY)


def _check_steps(tree: Tree, objects: set[str]) -> Iterator[Problem]:
    hint = "the next batch that needs it does it again"
    for path, content in _named(tree, founding.STEPS).items():
        step = None if content is None else parse_step(content)
        if step is None:
            yield _problem(path, DAMAGED, hint)
            continue
        for name, record in step.outputs.items():
            if record.sha256 not in objects:
                key = PurePosixPath(path).stem
                yield Problem(f"'{name}' of step '{key}' {MISSING}", hint=hint)


def _check_runs(tree: Tree) -> Iterator[Problem]:
    for path, content in _named(tree, founding.RUNS).items():
        if content is None or parse_run(content) is None:
            yield _problem(path, DAMAGED, "remove it")


def _named(tree: Tree, folder: str) -> dict[str, bytes | None]:
    """The small files of a folder, with their content."""
    return tree.read(path for path in tree.files(folder) if path.endswith(ENDING))
