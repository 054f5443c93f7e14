"""Areas over the years, and what may be subtracted: the rules of `mdi.comparison`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import mdi
from api.library import Library
from mdi.comparison import Comparison, compare, mode_in_words, not_comparable
from mdi.errors import ComputationError, UnknownAreaError

Plain = dict[str, Any]
GONE: Plain = {
    **dict.fromkeys(("area_name", "index", "rank", "decile", "coverage")),
    "status": "not_in_table",
}


@dataclass(frozen=True)
class Trend:
    """The index of a level in all its years.

    Attributes:
        library: where the tables are.
        level: the level.
        weights: the name of the weight set.
        method: the name of the method.
        base: the year whose areas every year is measured with; None: each year its own.
    """

    library: Library
    level: str
    weights: str
    method: str
    base: int | None

    @cached_property
    def results(self) -> list[mdi.IndexResult]:
        """A result for every year, oldest first.

        Raises:
            DeclarationError: there is no table of the base year.
        """
        return [self._result(year) for year in self.library.years(self.level)]

    @property
    def mark(self) -> str:
        """What it all follows from."""
        return " ".join(result.fingerprint for result in self.results)

    def check(self, codes: Sequence[str]) -> None:
        """Refuse areas of which no year knows anything.

        Raises:
            UnknownAreaError: there is one.
        """
        for code in codes:
            if all(code not in result.positions for result in self.results):
                hint = "Look it up by name or code first."
                raise UnknownAreaError(f"There is no area '{code}' in any year.", hint=hint)

    def years(self, codes: Sequence[str]) -> list[Plain]:
        """What the areas were in every year."""
        return [
            {
                "year": result.table.year,
                "fingerprint": result.fingerprint,
                "measured": mode_in_words(result),
                "ranked": result.ranked,
                "areas": [_area(result, code) for code in codes],
            }
            for result in self.results
        ]

    def changes(self, codes: Sequence[str]) -> list[Plain]:
        """What changed from each year to the next, or why that cannot be said."""
        return [self._change(*pair, codes) for pair in pairwise(self.results)]

    def _change(
        self, earlier: mdi.IndexResult, later: mdi.IndexResult, codes: Sequence[str]
    ) -> Plain:
        years = {"from": earlier.table.year, "to": later.table.year}
        problems = not_comparable(earlier, later)
        if problems:
            why = [{"what": each.what, **_hint(each.hint)} for each in problems]
            return {**years, "comparable": False, "problems": why}
        try:
            found = self._compared(earlier, later)
        except ComputationError as error:
            return {**years, "comparable": False, "problems": [{"what": error.message}]}
        rows = {code: row for row, code in enumerate(found.codes)}
        return {
            **years,
            "comparable": True,
            "mode": str(found.mode),
            "measured": found.mode_in_words,
            "warnings": list(found.warnings),
            "areas": [_moved(found, code, rows.get(code)) for code in codes],
        }

    def _compared(self, earlier: mdi.IndexResult, later: mdi.IndexResult) -> Comparison:
        key = ("comparison", earlier.fingerprint, later.fingerprint)
        return self.library.parts.once(key, lambda: compare(earlier, later))

    def _result(self, year: int) -> mdi.IndexResult:
        library = self.library
        if self.base is None:
            return library.result(self.level, year, self.weights, self.method)
        yardstick = library.result(self.level, self.base, self.weights, self.method)
        if year == self.base:
            return yardstick
        key = ("measured", self.level, year, yardstick.fingerprint)
        table = library.table(self.level, year)
        return library.parts.once(key, lambda: mdi.compute(table, reference=yardstick))


def _area(result: mdi.IndexResult, code: str) -> Plain:
    """What an area is in a year; nothing where the year does not know it."""
    row = result.positions.get(code)
    if row is None:
        return {"area_code": code, **GONE}
    index = float(result.index[row])
    return {
        "area_code": code,
        "area_name": result.table.names[row],
        "index": index if result.rank[row] else None,
        "rank": int(result.rank[row]) or None,
        "decile": int(result.decile[row]) or None,
        "coverage": float(result.coverage[row]),
        "status": result.status[row],
    }


def _moved(found: Comparison, code: str, row: int | None) -> Plain:
    """The change of an area; None with the reason where it has none."""
    if row is None:
        low = found.flagged.get(code)
        both = all(code in result.positions for result in (found.earlier, found.later))
        why = "not ranked in both years" if both else "not an area in both years"
        if low is not None:
            why = f"its borders moved: of their figures {low:.0%} came with whole areas"
        return {"area_code": code, "index": None, "rank": None, "why": why}
    return {
        "area_code": code,
        "index": float(found.index[row]),
        "rank": int(found.rank[row]),
        "why": None,
    }


def _hint(hint: str | None) -> Plain:
    return {"hint": hint} if hint else {}
