"""Which areas of a table lie in which larger area: by level, by a mapping, or by regions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from mdi.declaration import Text
from mdi.errors import SHOWN, ComputationError, DeclarationError, Problem, counted
from mdi.fitted import Ints
from mdi.geographies.model import Geography
from mdi.table import IndicatorTable


class Region(Protocol):
    """A larger area of one's own: a list of the areas it is made of."""

    @property
    def id(self) -> str:
        """The code that it has in the output."""

    @property
    def name(self) -> Text | None:
        """Dutch and English name, where it has one."""

    @property
    def codes(self) -> Sequence[str]:
        """Codes of areas of any level."""


Larger = str | Mapping[str, str | None] | Mapping[str, Sequence[str]] | Sequence[Region]
Line = dict[str, str]  # what an area lies in, and itself: the code by level


@dataclass(frozen=True, slots=True, eq=False)
class Membership:
    """Pairs of an area and the larger area it lies in.

    Attributes:
        to: what the larger areas are: a level, or ``regions``.
        codes: (m,) codes of the larger areas.
        names: (m,) their names, None where unknown.
        rows: (p,) where the area of each pair stands in the table.
        groups: (p,) where its larger area stands in `codes`.
    """

    to: str
    codes: tuple[str, ...]
    names: tuple[str | None, ...]
    rows: Ints
    groups: Ints


def members_of(table: IndicatorTable, to: Larger) -> Membership:
    """The larger areas, and the areas of the table that lie in each.

    Args:
        table: n areas.
        to: a larger level; or the larger area of each area, by code; or the codes that
            each region is made of; or regions. Codes may be of the level of the table or
            of any larger one: a region of municipalities holds their neighbourhoods.
            Regions may overlap.

    Raises:
        DeclarationError: there is no such level, or it is not larger.
        ComputationError: a region lists an area that the table does not have, or no area
            lies in any larger area.
    """
    lines = lines_of(table)
    if isinstance(to, str):
        _is_larger(table, to)
        regions = _turned((line[to], [line[table.level]]) for line in lines if to in line)
        names = {code: of[0] for code, of in table.geography.level(to).areas.items()}
        return _members(table, lines, dict(sorted(regions.items())), names, to)
    if not isinstance(to, Mapping):
        named = {region.id: region.name.en for region in to if region.name}
        return _members(table, lines, {region.id: region.codes for region in to}, named)
    pairs = [(code, value) for code, value in to.items() if isinstance(value, str | None)]
    if len(pairs) < len(to):
        return _members(table, lines, {code: codes or () for code, codes in to.items()}, {})
    known = {code for line in lines for code in line.values()}
    regions = _turned((into, [code]) for code, into in pairs if into and code in known)
    return _members(table, lines, regions, {})


def lines_of(table: IndicatorTable) -> list[Line]:
    """For each area itself and what it lies in, the code by level.

    What the table tells goes before what follows from the code.
    """
    known: dict[str, Line] = {}
    return [
        _upward(table.geography, code, known)
        | (_upward(table.geography, parent, known) if parent else {})
        | {table.level: code}
        for code, parent in zip(table.codes, table.parents, strict=True)
    ]


def _upward(geography: Geography, code: str, known: dict[str, Line]) -> Line:
    """The area and what follows from its code, by level."""
    if code not in known:
        level = geography.level_of(code)
        parent = level.parent_of(code) if level else None
        above = _upward(geography, parent, known) if parent else {}
        known[code] = {level.id if level else code: code} | above
    return known[code]


def _turned(pairs: Iterable[tuple[str, Sequence[str]]]) -> dict[str, list[str]]:
    """Codes by the larger area, from pairs of a larger area and codes."""
    regions: dict[str, list[str]] = {}
    for larger, codes in pairs:
        regions.setdefault(larger, []).extend(codes)
    return regions


def _members(
    table: IndicatorTable,
    lines: Sequence[Line],
    regions: Mapping[str, Sequence[str]],
    names: Mapping[str, str],
    to: str = "regions",
) -> Membership:
    """Every area that a region lists, or that lies in one it lists; each only once."""
    rows: dict[str, list[int]] = {}
    for row, line in enumerate(lines):
        for code in line.values():
            rows.setdefault(code, []).append(row)
    _are_there(regions, rows)
    inside = [sorted({row for code in codes for row in rows[code]}) for codes in regions.values()]
    if not any(inside):
        raise ComputationError(
            f"The table does not tell in which {to} any of its {counted(len(table), 'area')} lies.",
            hint="Give the larger area of each area, as a mapping or as regions.",
        )
    return Membership(
        to=to,
        codes=tuple(regions),
        names=tuple(names.get(code) for code in regions),
        rows=np.array([row for part in inside for row in part], np.int64),
        groups=np.repeat(np.arange(len(inside)), [len(part) for part in inside]),
    )


def _are_there(regions: Mapping[str, Sequence[str]], rows: Mapping[str, object]) -> None:
    """Every code that a region lists is in the table, or has areas of it inside."""
    problems = []
    for name, codes in regions.items():
        absent = [code for code in codes if code not in rows]
        if absent:
            shown = ", ".join(absent[:SHOWN]) + (", …" if len(absent) > SHOWN else "")
            found = f"{counted(len(absent), 'area')} that the table does not have: {shown}"
            problems.append(Problem(f"region '{name}' lists {found}"))
    if problems:
        hint = "Correct the codes, or leave them out."
        raise ComputationError("The regions do not fit the table.", problems, hint)


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
