"""Which result the map of a level shows: the newest year, the default weights and method."""

from __future__ import annotations

from mdi.editions.store.manifest import Manifest, ResultRecord

WEIGHTS, METHOD = "mdi_nl", "imd"  # what `mdi compute` takes where nothing is said


def shown(manifest: Manifest) -> tuple[ResultRecord, ...]:
    """One result of each level that has shapes, by the name of the level.

    Where the newest year lacks the default weights or method, the first by name stands in.
    """
    found: dict[str, ResultRecord] = {}
    for record in sorted(manifest.results, key=_order):
        if record.vintage is not None:
            found.setdefault(record.level, record)
    return tuple(found[level] for level in sorted(found))


def _order(record: ResultRecord) -> tuple[int, bool, bool, str, str]:
    others = record.weights != WEIGHTS, record.method != METHOD
    return -record.year, *others, record.weights, record.method
