"""What a store no longer needs: older editions, and what only they were made of."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mdi.editions.store import files
from mdi.editions.store.edition import Edition

if TYPE_CHECKING:
    from mdi.editions.store.store import Store


@dataclass(frozen=True)
class Pruned:
    """What was removed.

    Attributes:
        editions: the names of the editions.
        steps: how many steps.
        objects: how many objects.
        size: of these objects, in bytes.
    """

    editions: tuple[str, ...]
    steps: int
    objects: int
    size: int


def prune(store: Store, kept: Sequence[Edition]) -> Pruned:
    """Remove all but these editions, and what neither they nor an interrupted run needs.

    Args:
        store: whose lock is held.
        kept: the editions that stay.
    """
    names = {edition.name for edition in kept}
    gone = tuple(name for name in store.names() if name not in names)
    for name in gone:
        _remove_edition(store, name)
    store.runs.forget(name for name in store.runs.editions() if name not in names)
    steps = unneeded_steps(store, kept)
    for key in steps:
        files.remove(store.steps.path_of(key))
    objects, size = _prune_objects(store, needed_objects(store, kept))
    return Pruned(gone, len(steps), objects, size)


def unneeded_steps(store: Store, kept: Sequence[Edition]) -> list[str]:
    """Steps that no run needs and whose outputs are in no edition; damaged ones too.

    Args:
        store: the store.
        kept: the editions that stay.
    """
    needed = _objects_of(kept)
    runs = (store.runs.steps_of(edition.name) or () for edition in kept)
    wanted = store.runs.going_on().union(*runs)
    return [key for key in store.steps.names() if not _step_stays(store, key, wanted, needed)]


def needed_objects(store: Store, kept: Sequence[Edition], gone: Collection[str] = ()) -> set[str]:
    """The objects of these editions, and those that came out of the steps that are there.

    Args:
        store: the store.
        kept: the editions that stay.
        gone: steps that count as removed.
    """
    steps = (store.steps.get(key) for key in store.steps.names() if key not in gone)
    made = {record.sha256 for step in steps if step for record in step.outputs.values()}
    return _objects_of(kept) | made


def _objects_of(kept: Sequence[Edition]) -> set[str]:
    return {record.sha256 for edition in kept for record in edition.manifest.files.values()}


def _step_stays(store: Store, key: str, wanted: set[str], needed: set[str]) -> bool:
    step = store.steps.get(key)
    if step is None:
        return False
    made = {record.sha256 for record in step.outputs.values()}
    return key in wanted or (bool(made) and made <= needed)


def _remove_edition(store: Store, name: str) -> None:
    """Out of sight in one move, and then piece by piece: there is never a part of an edition."""
    with files.made_in(store.objects.unfinished, name) as out_of_sight:
        files.move(store.folder_of(name), out_of_sight)
        files.sync_folder(store.folder_of(name).parent)
        files.remove(out_of_sight)


def _prune_objects(store: Store, needed: set[str]) -> tuple[int, int]:
    removed = size = 0
    for name in list(store.objects.names()):
        if name not in needed:
            place = store.objects.path_of(name)
            size += place.stat().st_size
            files.remove(place)
            removed += 1
    return removed, size
