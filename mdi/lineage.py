"""Which areas lie in which, as tables and codes tell it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from mdi.geographies.model import Geography
from mdi.table import IndicatorTable


@dataclass(frozen=True, slots=True)
class Lineage:
    """The larger area of every area.

    Attributes:
        geography: tells the larger area where it follows from the code.
        declared: the larger area by code, where a table tells it.
    """

    geography: Geography
    declared: Mapping[str, str]

    def parent(self, code: str) -> str | None:
        """The next larger area; None where nothing tells it."""
        if code in self.declared:
            return self.declared[code]
        level = self.geography.level_of(code)
        return level.parent_of(code) if level else None

    def above(self, code: str) -> Iterator[str]:
        """The areas that this one lies in, from small to large."""
        seen = {code}
        parent = self.parent(code)
        while parent is not None and parent not in seen:
            yield parent
            seen.add(parent)
            parent = self.parent(parent)

    def area_of(self, code: str, level: str) -> str | None:
        """The area of a larger level that this one lies in; None where nothing tells it."""
        wanted = self.geography.level(level)
        return next((parent for parent in self.above(code) if wanted.has(parent)), None)

    def areas_of(self, codes: Sequence[str], level: str) -> list[str | None]:
        """`area_of` for many areas; each parent is looked up once."""
        first = [self.parent(code) for code in codes]
        wanted = self.geography.level(level)
        known = {
            code: code if wanted.has(code) else self.area_of(code, level)
            for code in set(first)
            if code is not None
        }
        return [known.get(code) if code else None for code in first]


def lineage_of(tables: Iterable[IndicatorTable], geography: Geography) -> Lineage:
    """The lineage that these tables tell, and what follows from the codes."""
    declared: dict[str, str] = {}
    for table in tables:
        pairs = zip(table.codes, table.declared_parents or (), strict=False)
        declared |= {code: parent for code, parent in pairs if parent}
    return Lineage(geography, declared)
