"""The new areas of a crosswalk, and by what share the areas of a table go into each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geodata.crosswalks import Crosswalk, Links
from geodata.errors import listed
from mdi.errors import ComputationError, counted
from mdi.fitted import Bools, Floats, Ints
from mdi.membership import Membership
from mdi.table import IndicatorTable


@dataclass(frozen=True, slots=True, eq=False)
class Carried(Membership):
    """Pairs of an area of a table and a new area, with the share that goes there.

    Beyond the n areas of the table, rows n and up are old areas of which it has no row: what
    they would add is not known.

    Attributes:
        share: (p,) the share of the old area that goes into the new one, above 0.
        kept: (m,) whether the new area is one old area of the table, whole.
        kept_rows: (kept,) where that old area stands in the table.
        parted: (m,) whether the new area has a part of an old area that was split.
        unknown: codes of the old areas that the table has no row of.
        walk: the crosswalk.
    """

    share: Floats
    kept: Bools
    kept_rows: Ints
    parted: Bools
    unknown: tuple[str, ...]
    walk: Crosswalk

    def total(self, values: NDArray[Any]) -> Floats:
        """(m,) sums of numbers over the pairs, each times its share."""
        sums = np.bincount(self.groups, values[self.rows] * self.share, len(self.codes))
        return sums.astype(np.float64)

    def extended(self, column: NDArray[Any], missing: float = np.nan) -> NDArray[Any]:
        """A column of the table, with a gap for each area that it has no row of."""
        gaps = np.full(len(self.unknown), missing)
        return np.concatenate([column, gaps.astype(column.dtype)])

    def population(self, table: IndicatorTable) -> Floats:
        """Inhabitants of the old areas, NaN where unknown."""
        return self.extended(table.population)

    def carried_population(self, table: IndicatorTable) -> Floats:
        """(m,) inhabitants of the new areas, NaN where those of any part are unknown."""
        carried = self.total(self.population(table))
        carried[self.kept] = table.population[self.kept_rows]
        return carried

    def notes(self, table: IndicatorTable) -> Iterator[str]:
        """The vintages, and what the table and the crosswalk do not share."""
        before, after = self.walk.old.vintage, self.walk.new.vintage
        start = f"from the borders of {before} " if before else ""
        those = "those" if before else "the borders"
        end = f"to {those} of {after}" if after else "to other borders, of an unknown year"
        yield f"carried {start}{end}; the figures are still about {table.year}"
        yield from self.walk.notes
        if self.outside:
            what = f"{counted(len(self.outside), 'area')} without a new area left out"
            yield f"{what}: {listed(self.outside)}"
        if self.unknown:
            what = f"{counted(len(self.unknown), 'area')} of the older borders not in the table"
            yield f"{what}, so that their new areas are known in part: {listed(self.unknown)}"


def carried_areas(table: IndicatorTable, walk: Crosswalk) -> Carried:
    """The new areas into which any area of a table goes, in the order of the crosswalk.

    Raises:
        ComputationError: the table has no area of the older borders.
    """
    place = {code: row for row, code in enumerate(table.codes)}
    here = np.array([place.get(code, -1) for code in walk.old.codes], np.int64)
    links = walk.links
    used = np.isin(links.new, links.new[(here[links.old] >= 0) & (links.share > 0)])
    used &= links.share > 0
    if not used.any():
        raise _nothing_carried(table, walk)
    absent = np.unique(links.old[used & (here[links.old] < 0)])
    rows = here.copy()
    rows[absent] = len(table) + np.arange(absent.size)
    new, groups = np.unique(links.new[used], return_inverse=True)
    kept, kept_rows = _kept(links, here, new)
    parted = np.isin(new, links.new[used & ~links.whole])
    names, parents = _texts(table, walk, new.tolist(), here)
    carried = {table.codes[row] for row in here[links.old[used]].tolist() if row >= 0}
    return Carried(
        geography=table.geography,
        level=table.level,
        codes=tuple(walk.new.codes[i] for i in new.tolist()),
        names=names,
        parents=parents,
        rows=rows[links.old[used]],
        groups=groups,
        outside=tuple(code for code in table.codes if code not in carried),
        absent={},
        share=links.share[used],
        kept=kept,
        kept_rows=kept_rows,
        parted=parted,
        unknown=tuple(walk.old.codes[i] for i in absent.tolist()),
        walk=walk,
    )


def _kept(links: Links, here: Ints, new: Ints) -> tuple[Bools, Ints]:
    """Which new areas are one old area of the table, whole, and where that stands."""
    alone = np.flatnonzero(links.alone & (here[links.old] >= 0))
    single = {int(links.new[i]): int(here[links.old[i]]) for i in alone.tolist()}
    kept = np.array([i in single for i in new.tolist()], np.bool_)
    return kept, np.array([single[i] for i in new.tolist() if i in single], np.int64)


def _texts(
    table: IndicatorTable, walk: Crosswalk, new: Sequence[int], here: Ints
) -> tuple[tuple[str | None, ...], tuple[str | None, ...]]:
    """Names and parents of the new areas: those of the areas they are made of, else their own."""
    names = _told(table.names if table.declared_names else (), walk.links, here, same=walk)
    parents = _told(table.declared_parents or (), walk.links, here)
    found = [
        tuple(told.get(i) or own[i] for i in new)
        for own, told in ((walk.new.names, names), (walk.new.parents, parents))
    ]
    return found[0], found[1]


def _told(
    texts: Sequence[str | None], links: Links, here: Ints, same: Crosswalk | None = None
) -> Mapping[int, str | None]:
    """The text that all old areas of a new one share; of one code alone where `same`."""
    words: dict[int, set[str | None]] = {}
    for old, new in zip(links.old.tolist(), links.new.tolist(), strict=True):
        skipped = same is not None and same.old.codes[old] != same.new.codes[new]
        if texts and here[old] >= 0 and not skipped:
            words.setdefault(new, set()).add(texts[here[old]])
    return {new: next(iter(found)) for new, found in words.items() if len(found) == 1}


def _nothing_carried(table: IndicatorTable, walk: Crosswalk) -> ComputationError:
    told = f"None of the {counted(len(table), 'area')} of the table is in the older borders."
    found = f"The table has for instance {table.codes[0]}, the borders {walk.old.codes[0]}."
    return ComputationError(told, hint=f"{found} Are level and vintage right?")
