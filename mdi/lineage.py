"""Which areas lie in which, as tables and codes tell it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from mdi.geographies.model import Geography
from mdi.table import IndicatorTable


@dataclass(frozen=True, slots=True)
class Lineage:
    """The larger areas of every area.

    What a table tells goes before what follows from the code. A table that names a far
    larger area, such as the municipality of a neighbourhood, does not take away the
    district that follows from the code.

    Attributes:
        geography: tells the larger area where it follows from the code.
        declared: the larger area by code, where a table tells it.
    """

    geography: Geography
    declared: Mapping[str, str]
    _above: dict[str, tuple[str, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _steps: dict[str, list[str]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def parent(self, code: str) -> str | None:
        """The area that a table names, or else the one that follows from the code."""
        return self.declared.get(code) or self._by_code(code)

    def above(self, code: str) -> tuple[str, ...]:
        """The areas that this one lies in, from small to large, each once."""
        if code not in self._above:
            met, steps = {code: None}, self._way_up(code)
            while steps := [each for each in steps if each not in met]:
                met |= dict.fromkeys(steps)
                if steps[-1] not in self._steps:  # larger areas are met many times
                    self._steps[steps[-1]] = self._way_up(steps[-1])
                steps = self._steps[steps[-1]]
            self._above[code] = tuple(met)[1:]
        return self._above[code]

    def within(self, codes: Iterable[str], larger: str) -> list[bool]:
        """For each area whether it lies in the larger one, or is it."""
        return [code == larger or larger in self.above(code) for code in codes]

    def rows_within(self, codes: Sequence[str]) -> dict[str, list[int]]:
        """The rows of the areas that lie in each area of any level, themselves included."""
        rows: dict[str, list[int]] = {}
        for row, code in enumerate(codes):
            for each in (code, *self.above(code)):
                rows.setdefault(each, []).append(row)
        return rows

    def _way_up(self, code: str) -> list[str]:
        """The next larger areas: what a table names, after what is smaller and follows by code."""
        told, first = self.declared.get(code), self._by_code(code)
        if told is None or told == first:
            return [first] if first else []
        chain, place = self._chain(first), self._place(told)
        if place < 0:
            return [told, *chain[:1]]
        return [*(each for each in chain if self._place(each) < place), told]

    def _chain(self, code: str | None) -> list[str]:
        """The area and what follows from its code alone, from small to large."""
        return [code, *self._chain(self._by_code(code))] if code else []

    def _by_code(self, code: str) -> str | None:
        level = self.geography.level_of(code)
        return level.parent_of(code) if level else None

    def _place(self, code: str) -> int:
        """The place of the level of a code among all levels; −1 where it has none."""
        places = (n for n, level in enumerate(self.geography.levels) if level.has(code))
        return next(places, -1)


def lineage_of(tables: Iterable[IndicatorTable], geography: Geography) -> Lineage:
    """The lineage that these tables tell, and what follows from the codes."""
    declared: dict[str, str] = {}
    for table in tables:
        pairs = zip(table.codes, table.declared_parents or (), strict=False)
        declared |= {code: parent for code, parent in pairs if parent}
    return Lineage(geography, declared)
