"""The groups that areas are drawn to: from the nearest that is asked for to the country."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from mdi.fitted import Ints
from mdi.lineage import Lineage
from mdi.table import IndicatorTable

PARENT, NATIONAL = "parent", "national"


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """The group of every area.

    Attributes:
        labels: (g,) the name of each group.
        group: (n,) row of `labels` for each area, −1 where it has no group.
    """

    labels: tuple[str, ...]
    group: Ints


def groupings(table: IndicatorTable, target: str) -> Iterator[Grouping]:
    """The groups of a target, then ever larger ones; the last is the whole table.

    Args:
        table: the areas.
        target: "parent", "national", or the name of a classification of the table.
    """
    if target == PARENT:
        yield from _larger_areas(table)
    elif target != NATIONAL:
        yield _grouped(table.classes[target])
    yield Grouping((NATIONAL,), np.zeros(len(table), np.int64))


def _larger_areas(table: IndicatorTable) -> Iterator[Grouping]:
    """The parents, the parents of the parents, and so on."""
    lineage = Lineage(table.geography, {})  # a table of one level tells no more than parents
    grouping = _grouped(table.parents)
    for _ in table.geography.levels:
        if not grouping.labels:
            return
        yield grouping
        larger = _grouped([lineage.parent(label) for label in grouping.labels])
        of_each = np.append(larger.group, -1)  # an area without a group finds the last one
        grouping = Grouping(larger.labels, of_each[grouping.group])


def _grouped(labels: Sequence[str | None]) -> Grouping:
    rows: dict[str, int] = {}
    group = [-1 if label is None else rows.setdefault(label, len(rows)) for label in labels]
    return Grouping(tuple(rows), np.array(group, np.int64))
