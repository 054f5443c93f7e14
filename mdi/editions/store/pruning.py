"""What a store no longer needs: older editions, and what only they were made of."""

from __future__ import annotations

from collections.abc import Sequence
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
    needed = {record.sha256 for edition in kept for record in edition.manifest.files.values()}
    steps = _prune_steps(store, names, needed)
    objects, size = _prune_objects(store, needed | _outputs(store))
    return Pruned(gone, steps, objects, size)


def _remove_edition(store: Store, name: str) -> None:
    """Out of sight in one move, and then piece by piece: there is never a part of an edition."""
    with files.made_in(store.objects.unfinished, name) as out_of_sight:
        files.move(store.folder_of(name), out_of_sight)
        files.sync_folder(store.folder_of(name).parent)
        files.remove(out_of_sight)


def _prune_steps(store: Store, editions: set[str], needed: set[str]) -> int:
    """Remove steps that no run needs and whose outputs are in no edition; damaged ones too."""
    wanted = store.runs.going_on().union(*(store.runs.steps_of(name) or () for name in editions))
    removed = 0
    for key in list(store.steps.names()):
        step = store.steps.get(key)
        if step is not None:
            made = {record.sha256 for record in step.outputs.values()}
            if key in wanted or (made and made <= needed):
                continue
        files.remove(store.steps.path_of(key))
        removed += 1
    return removed


def _outputs(store: Store) -> set[str]:
    """The objects that came out of the steps that are there."""
    steps = filter(None, map(store.steps.get, store.steps.names()))
    return {record.sha256 for step in steps for record in step.outputs.values()}


def _prune_objects(store: Store, needed: set[str]) -> tuple[int, int]:
    removed = size = 0
    for name in list(store.objects.names()):
        if name not in needed:
            place = store.objects.path_of(name)
            size += place.stat().st_size
            files.remove(place)
            removed += 1
    return removed, size
