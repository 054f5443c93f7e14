"""Which areas of a table go into which larger area or region."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from mdi.errors import ComputationError, counted
from mdi.fitted import Floats, Ints
from mdi.geographies.model import REGION, Geography
from mdi.lineage import Lineage, lineage_of
from mdi.regions import Region, region_problems
from mdi.table import IndicatorTable

NAMED = 5  # areas named in a warning before the rest is only counted


@dataclass(frozen=True, slots=True, eq=False)
class Membership:
    """The g larger areas and the areas in them; regions may share areas.

    Attributes:
        geography: the levels there are, with that of the larger areas.
        level: the level of the larger areas.
        codes: (g,) their codes.
        names: (g,) their names, None where unknown.
        parents: (g,) codes of what they lie in themselves, None where unknown.
        rows: (m,) row of the table of each member.
        group: (m,) the larger area that it is in, as a row of `codes`.
        warnings: areas and codes that have no counterpart.
    """

    geography: Geography
    level: str
    codes: tuple[str, ...]
    names: tuple[str | None, ...]
    parents: tuple[str | None, ...]
    rows: Ints
    group: Ints
    warnings: tuple[str, ...] = ()

    def total(self, values: Floats) -> Floats:
        """(g,) sums of (n,) values over the members."""
        sums = np.bincount(self.group, values[self.rows], len(self.codes))
        return sums.astype(np.float64)


def in_level(table: IndicatorTable, level: str, above: Sequence[IndicatorTable]) -> Membership:
    """The areas of a larger level, in the order of their codes.

    Raises:
        DeclarationError: there is no such level.
        ComputationError: it is no larger one, or nothing tells which areas lie in which.
    """
    wanted = table.geography.level(level)
    levels = table.geography.level_ids()
    if table.level == REGION or levels.index(level) <= levels.index(table.level):
        raise ComputationError(
            f"A table of level '{table.level}' cannot be rolled up to '{level}'.",
            hint="Choose a larger level, or regions of your own.",
        )
    lineage = lineage_of([*above, table], table.geography)
    parents = lineage.areas_of(table.codes, level)
    codes = sorted({parent for parent in parents if parent is not None})
    if not codes:
        raise ComputationError(
            f"Nothing tells in which {wanted.name.en} the areas of the table lie.",
            hint=f"Give a table whose 'parent_code' names the {wanted.name.en} as 'above'.",
        )
    place = {code: row for row, code in enumerate(codes)}
    rows = [row for row, parent in enumerate(parents) if parent is not None]
    outside = [code for code, parent in zip(table.codes, parents, strict=True) if parent is None]
    what = f"{counted(len(outside), 'area')} without a known {wanted.name.en} left out"
    return Membership(
        geography=table.geography,
        level=level,
        codes=tuple(codes),
        names=_names(codes, level, lineage, above),
        parents=tuple(lineage.parent(code) for code in codes),
        rows=np.array(rows, np.int64),
        group=np.array([place[parents[row] or ""] for row in rows], np.int64),
        warnings=(f"{what}: {_some(outside)}",) if outside else (),
    )


def in_regions(
    table: IndicatorTable, regions: Sequence[Region], above: Sequence[IndicatorTable]
) -> Membership:
    """The areas of regions, in their declared order.

    An area lies in a region when its own code is named or that of an area that it lies in.

    Raises:
        ComputationError: the regions do not hold up, or none has an area of the table.
    """
    problems = region_problems(regions, table.geography)
    if problems:
        raise ComputationError("The regions do not hold up.", problems)
    areas = _areas_within(table, lineage_of([*above, table], table.geography))
    members = [
        sorted({row for code in each.codes for row in areas.get(code, ())}) for each in regions
    ]
    if not any(members):
        raise ComputationError(
            "None of the regions has an area of the table.",
            hint=f"The table has areas such as {_some(table.codes)}.",
        )
    without = {each.id: [code for code in each.codes if code not in areas] for each in regions}
    counts = [len(rows) for rows in members]
    return Membership(
        geography=table.geography.with_regions({each.id: each.text for each in regions}),
        level=REGION,
        codes=tuple(each.id for each in regions),
        names=tuple(each.text.nl for each in regions),
        parents=(None,) * len(regions),
        rows=np.array([row for rows in members for row in rows], np.int64),
        group=np.repeat(np.arange(len(regions)), counts),
        warnings=tuple(
            f"region '{name}': no area of the table lies in {_some(codes)}"
            for name, codes in without.items()
            if codes
        ),
    )


def _areas_within(table: IndicatorTable, lineage: Lineage) -> dict[str, list[int]]:
    """The rows of the areas that lie in each area of any level, themselves included."""
    parents = [lineage.parent(code) for code in table.codes]
    paths = {code: (code, *lineage.above(code)) for code in set(parents) if code is not None}
    rows: dict[str, list[int]] = {}
    for row, (code, parent) in enumerate(zip(table.codes, parents, strict=True)):
        for each in (code, *paths.get(parent or "", ())):
            rows.setdefault(each, []).append(row)
    return rows


def _names(
    codes: Iterable[str], level: str, lineage: Lineage, above: Iterable[IndicatorTable]
) -> tuple[str | None, ...]:
    """The names of areas, as a table above or the geography tells them."""
    declared = lineage.geography.level(level).areas.items()
    known: dict[str, str | None] = {code: names[0] for code, names in declared if names}
    for table in above:
        known |= {code: name for code, name in zip(table.codes, table.names, strict=True) if name}
    return tuple(known.get(code) for code in codes)


def _some(codes: Sequence[str]) -> str:
    more = len(codes) - NAMED
    return ", ".join(codes[:NAMED]) + (f" and {more} more" if more > 0 else "")
