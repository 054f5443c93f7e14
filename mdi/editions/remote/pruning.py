"""What a store elsewhere no longer needs is removed there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from mdi.editions.remote.arrivals import Arrivals
from mdi.editions.remote.layout import edition_path, object_path, run_path, step_path
from mdi.editions.store import founding
from mdi.editions.store.edition import Edition
from mdi.editions.store.pruning import Pruned, needed_objects, unneeded_steps
from mdi.editions.store.steps import ENDING


def prune_there(arrivals: Arrivals, kept: Sequence[Edition]) -> Pruned:
    """Remove all but these editions, and what they do not need.

    What is known of steps comes here first, to tell which of them are needed.

    Args:
        arrivals: brings files here; the lock is held, there and here.
        kept: the editions that stay.
    """
    depot, copy = arrivals.depot, arrivals.copy
    names = {edition.name for edition in kept}
    gone = [name for name in depot.names(founding.EDITIONS) if name not in names]
    runs, steps = (_names(arrivals, folder) for folder in (founding.RUNS, founding.STEPS))
    depot.each(arrivals.run, [name for name in runs if name in names])
    depot.each(arrivals.step, steps)
    unneeded = set(unneeded_steps(copy, kept)).union(set(steps) - set(copy.steps.names()))
    needed = {object_path(each) for each in needed_objects(copy, kept, unneeded)}
    objects = depot.sizes(founding.OBJECTS)
    unwanted = [path for path in objects if path not in needed]
    for name in gone:
        depot.remove(edition_path(name))  # without it there is no such edition
        depot.remove_folder(f"{founding.EDITIONS}/{name}")
    removed = [key for key in steps if key in unneeded]
    depot.each(depot.remove, [run_path(name) for name in runs if name not in names])
    depot.each(depot.remove, map(step_path, removed))
    depot.each(depot.remove, unwanted)
    depot.each(depot.remove, depot.sizes(founding.UNFINISHED))
    size = sum(objects[path] for path in unwanted)
    return Pruned(tuple(gone), len(removed), len(unwanted), size)


def _names(arrivals: Arrivals, folder: str) -> list[str]:
    """What the small files of a folder are named after."""
    paths = map(PurePosixPath, arrivals.depot.sizes(folder))
    return [path.stem for path in paths if path.suffix == ENDING]
