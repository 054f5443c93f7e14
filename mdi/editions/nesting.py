"""Which areas lie in which: neighbourhood, district, municipality, province."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mdi.geographies.model import Geography
from mdi.table import IndicatorTable


@dataclass(frozen=True, slots=True)
class Nesting:
    """The larger area of every area.

    Attributes:
        geography: tells the larger area where it follows from the code.
        declared: the larger area by code, where a table tells it.
    """

    geography: Geography
    declared: dict[str, str]

    def lineage(self, code: str) -> Iterator[str]:
        """The areas that this one lies in, from small to large."""
        seen = {code}
        parent = self.parent(code)
        while parent is not None and parent not in seen:
            yield parent
            seen.add(parent)
            parent = self.parent(parent)

    def parent(self, code: str) -> str | None:
        """The next larger area."""
        if code in self.declared:
            return self.declared[code]
        level = self.geography.level_of(code)
        return level.parent_of(code) if level else None

    def within(self, codes: Iterable[str], parent: str) -> list[bool]:
        """For each area whether it lies in the larger one, or is it."""
        known: dict[str, bool] = {parent: True}
        return [self._is_within(code, known) for code in codes]

    def _is_within(self, code: str, known: dict[str, bool]) -> bool:
        path = [code]
        for step in self.lineage(code):
            if path[-1] in known:
                break
            path.append(step)
        inside = known.get(path[-1], False)
        known.update(dict.fromkeys(path, inside))
        return inside


def nesting_of(tables: Iterable[IndicatorTable], geography: Geography) -> Nesting:
    """The nesting that these tables tell."""
    declared: dict[str, str] = {}
    for table in tables:
        pairs = zip(table.codes, table.declared_parents or (), strict=False)
        declared |= {code: parent for code, parent in pairs if parent}
    return Nesting(geography, declared)
