"""Which areas of a table lie in which larger area: by level, by a mapping, or by regions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mdi.declaration import Text
from mdi.errors import SHOWN, ComputationError, DeclarationError, Problem, counted
from mdi.fitted import Floats, Ints
from mdi.geographies.model import REGION, Geography
from mdi.lineage import lineage_of
from mdi.regions import Region, region_problems
from mdi.table import IndicatorTable

Larger = str | Mapping[str, str | None] | Mapping[str, Sequence[str]] | Sequence[Region]
Listed = Mapping[str, Sequence[str]]  # the codes that each larger area is made of


@dataclass(frozen=True, slots=True, eq=False)
class Membership:
    """Pairs of an area and a larger area that it lies in; larger areas may share areas.

    Attributes:
        geography: the levels there are, with that of the larger areas.
        level: the level of the larger areas; ``region`` where they are regions.
        codes: (m,) codes of the larger areas.
        names: (m,) their names, None where unknown.
        parents: (m,) codes of what they lie in themselves, None where unknown.
        rows: (p,) where the area of each pair stands in the table.
        groups: (p,) where its larger area stands in `codes`.
        outside: codes of the areas that lie in none.
        absent: codes that a region lists and of which the table has no area, by region.
    """

    geography: Geography
    level: str
    codes: tuple[str, ...]
    names: tuple[str | None, ...]
    parents: tuple[str | None, ...]
    rows: Ints
    groups: Ints
    outside: tuple[str, ...]
    absent: Mapping[str, tuple[str, ...]]

    @property
    def to(self) -> str:
        """What the larger areas are: a level, or ``regions``."""
        return "regions" if self.level == REGION else self.level

    def total(self, values: NDArray[Any]) -> Floats:
        """(m,) sums of (n,) numbers over the pairs."""
        sums = np.bincount(self.groups, values[self.rows], len(self.codes))
        return sums.astype(np.float64)


def members_of(
    table: IndicatorTable,
    to: Larger,
    *,
    above: Sequence[IndicatorTable] = (),
    strict: bool = True,
) -> Membership:
    """The larger areas, and the areas of the table that lie in each.

    The areas of a level are in the order of their codes, regions as they are given.

    Args:
        table: n areas.
        to: a larger level; or the larger area of each area, by code; or the codes that
            each region is made of; or regions. Codes may be of the level of the table or
            of any larger one: a region of municipalities holds their neighbourhoods.
            Regions may overlap.
        above: tables of larger areas, where they tell which areas lie in which, and names.
        strict: whether a region may list no code of which the table has no area.

    Raises:
        DeclarationError: there is no such level, or it is not larger.
        ComputationError: the regions do not hold up or list areas that the table does not
            have, or no area lies in any larger area.
    """
    lineage = lineage_of([*above, table], table.geography)
    rows = lineage.rows_within(table.codes)
    listed, level = _listed(table, to, rows), to if isinstance(to, str) else REGION
    absent = _absent(listed, rows)
    if absent and strict:
        raise _not_there(absent)
    inside = [
        sorted({row for code in codes for row in rows.get(code, ())}) for codes in listed.values()
    ]
    members = np.array([row for part in inside for row in part], np.int64)
    if not members.size:
        raise _nothing_inside(table, level)
    names = _names(table.geography, to, above)
    met = set(members.tolist())
    return Membership(
        geography=_geography(table, to, listed),
        level=level,
        codes=tuple(listed),
        names=tuple(names.get(code) for code in listed),
        parents=tuple(lineage.parent(code) if level != REGION else None for code in listed),
        rows=members,
        groups=np.repeat(np.arange(len(inside)), [len(part) for part in inside]),
        outside=tuple(code for row, code in enumerate(table.codes) if row not in met),
        absent=absent,
    )


def _listed(table: IndicatorTable, to: Larger, known: Collection[str]) -> Listed:
    """The codes that each larger area is made of."""
    if isinstance(to, str):
        _is_larger(table, to)
        level = table.geography.level(to)
        return {code: (code,) for code in sorted(known) if level.has(code)}
    if not isinstance(to, Mapping):
        problems = region_problems(to, table.geography)
        if problems:
            raise ComputationError("The regions do not hold up.", problems)
        return {region.id: region.codes for region in to}
    pairs = [(code, value) for code, value in to.items() if isinstance(value, str | None)]
    if len(pairs) < len(to):
        return {code: tuple(codes or ()) for code, codes in to.items()}
    return _turned((code, larger) for code, larger in pairs if larger and code in known)


def _turned(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """Codes by their larger area."""
    regions: dict[str, list[str]] = {}
    for code, larger in pairs:
        regions.setdefault(larger, []).append(code)
    return regions


def _is_larger(table: IndicatorTable, to: str) -> None:
    """The level exists and comes after that of the table."""
    table.geography.level(to)
    ids = table.geography.level_ids()
    larger = ids[ids.index(table.level) + 1 :]
    if to not in larger:
        raise DeclarationError(
            f"A {to} is not larger than a {table.level}.",
            hint=f"choose one of: {', '.join(larger)}" if larger else "give regions instead",
        )


def _absent(listed: Listed, known: Collection[str]) -> dict[str, tuple[str, ...]]:
    """The codes of which there is no area, by the region that lists them."""
    found = {name: tuple(c for c in codes if c not in known) for name, codes in listed.items()}
    return {name: codes for name, codes in found.items() if codes}


def _not_there(absent: Mapping[str, Sequence[str]]) -> ComputationError:
    problems = []
    for name, codes in absent.items():
        shown = ", ".join(codes[:SHOWN]) + (", …" if len(codes) > SHOWN else "")
        found = f"{counted(len(codes), 'area')} that the table does not have: {shown}"
        problems.append(Problem(f"region '{name}' lists {found}"))
    hint = "Correct the codes, or leave them out."
    return ComputationError("The regions do not fit the table.", problems, hint)


def _nothing_inside(table: IndicatorTable, level: str) -> ComputationError:
    areas = counted(len(table), "area")
    told = f"The table does not tell in which {level} any of its {areas} lies."
    if level == REGION:
        told = f"None of the regions has an area of the table, such as {table.codes[0]}."
    hint = "Give the larger area of each area, as 'parent_code', as a mapping or as regions."
    return ComputationError(told, hint=hint)


def _geography(table: IndicatorTable, to: Larger, listed: Listed) -> Geography:
    """The geography of the table, with the regions where there are any."""
    if isinstance(to, str):
        return table.geography
    declared = {} if isinstance(to, Mapping) else {region.id: region.text for region in to}
    plain = {code: Text(nl=code, en=code) for code in listed}
    return table.geography.with_regions(plain | declared)


def _names(
    geography: Geography, to: Larger, above: Iterable[IndicatorTable]
) -> dict[str, str | None]:
    """The names of larger areas, as a table above, the geography or the regions tell them."""
    if not isinstance(to, str):
        return {} if isinstance(to, Mapping) else {region.id: region.text.nl for region in to}
    known: dict[str, str | None] = {
        code: names[0] for code, names in geography.level(to).areas.items() if names
    }
    for table in above:
        known |= {code: name for code, name in zip(table.codes, table.names, strict=True) if name}
    return known
