"""A table in the making: collects its problems, and raises them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mdi.cells import Cells, read_cells, with_status_words
from mdi.codes import read_codes
from mdi.domains.model import Domains, Indicator
from mdi.errors import DeclarationError, Problem, TableError, counted
from mdi.geographies.model import Geography, Level
from mdi.sources.model import Column, Source, Term
from mdi.status import CellStatus

if TYPE_CHECKING:
    import pandas as pd

SIGNIFICANT = 12  # digits


@dataclass
class Draft:
    """A table in the making: collects its problems, and raises them together."""

    frame: pd.DataFrame
    source: Source
    domains: Domains
    geography: Geography
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def raise_if_any(self, name: str) -> None:
        """Raise all problems at once."""
        if self.problems:
            count = counted(len(self.problems), "problem")
            raise TableError(f"{name} has {count}; nothing was computed.", self.problems)

    def codes(self, level_name: str) -> list[str]:
        """The trimmed area codes; checked against the level."""
        level = self._level(level_name)
        column = self._column(self.source.code)
        if column is None:
            return [f"row {row + 1}" for row in range(len(self.frame))]
        cells = column.tolist()
        codes, problems = read_codes(cells, self.source.code, level, self.geography)
        self.problems += problems
        return codes

    def population(self, codes: Sequence[str]) -> NDArray[np.float64]:
        """Inhabitants, NaN where unknown."""
        column = self._column(self.source.population) if self.source.population else None
        if column is None:
            return np.full(len(codes), np.nan)
        cells = read_cells(column, self.source, codes)
        self.problems += cells.problems
        self._out_of_range(cells, cells.values, (0, np.inf), codes)
        return cells.values.copy()

    def figures(
        self,
        leaf: Indicator,
        codes: Sequence[str],
        values: NDArray[np.float64],
        status: NDArray[np.uint8],
    ) -> Column | None:
        """Fill the values and statuses of one indicator.

        Returns:
            What the source declares of it; None where the table does not offer it.
        """
        declared = self.source.indicators.get(leaf.id)
        if declared is None and self.source.own_names and leaf.id in self.frame.columns:
            declared = Column(column=leaf.id)
        terms = declared.terms() if declared else ()
        cells = [self._term(term, leaf, codes) for term in terms]
        found = [each for each in cells if each is not None]
        if not found or len(found) < len(terms):
            values[:], status[:] = np.nan, CellStatus.NOT_OFFERED
            return None
        parts = [each.values * term.factor for each, term in zip(found, terms, strict=True)]
        before = len(self.problems)
        for each, term, part in zip(found, terms, parts, strict=True):
            if len(terms) == 1 or term.factor > 0:
                self._out_of_range(each, part, leaf.range, codes)
        _fill(values, parts, exact=len(terms) == 1 and terms[0].factor == 1)
        if len(terms) > 1:
            joined = _joined(found, values, self.problems[before:])
            self._out_of_range(joined, values, leaf.range, codes)
        status[:] = np.maximum.reduce([each.status for each in found])
        return declared

    def texts(self, name: str | None) -> tuple[str | None, ...] | None:
        """A column of texts, None where empty; None where there is no such column."""
        column = self._column(name) if name else None
        if column is None:
            return None
        return tuple(
            text.strip() or None if isinstance(text, str) else None for text in column.tolist()
        )

    def parents(self, level_name: str) -> tuple[str | None, ...] | None:
        """Codes of the larger areas, from a column of codes or of names."""
        level = self.geography.level(level_name)
        if self.source.parent and self.source.parent in self.frame.columns:
            return self.texts(self.source.parent)
        if self.source.parent_name and level.parent:
            code_of = self.geography.level(level.parent).code_of_name()
            return tuple(
                code_of.get(name or "") for name in self.texts(self.source.parent_name) or ()
            )
        return None

    def unused_columns(self) -> None:
        """Say which columns were not read; a near miss of an indicator is a problem."""
        if not self.source.own_names:
            return
        suffixes = ("_numerator", "_denominator", self.source.status_suffix or "\0")
        leaves = [leaf.id for leaf in self.domains.leaves()]
        known = {leaf + suffix for leaf in leaves for suffix in suffixes} | self.used
        known |= {self.source.area_name or "", self.source.parent or ""}
        for name in (str(name) for name in self.frame.columns if str(name) not in known):
            near = get_close_matches(name, leaves, n=1, cutoff=0.85)
            if near:
                hint = f"did you mean '{near[0]}'?"
                self.problems.append(Problem("is no indicator", name, hint=hint))
            else:
                self.warnings.append(f"column '{name}' is no indicator and was not read")

    def _level(self, name: str) -> Level | None:
        try:
            return self.geography.level(name)
        except DeclarationError as error:
            self.problems.append(Problem(f"level '{name}' is unknown", hint=error.hint))
            return None

    def _column(self, name: str) -> pd.Series | None:
        """A column by name; None, and a problem where it is not optional, if absent."""
        if name in self.frame.columns:
            self.used.add(name)
            column = self.frame[name]
            if column.ndim == 1:
                return column
            self.problems.append(Problem("stands in the table more than once", name))
        elif not self.source.own_names or name == self.source.code:
            near = get_close_matches(name, [str(column) for column in self.frame.columns], n=1)
            hint = f"did you mean '{near[0]}'?" if near else None
            self.problems.append(Problem("is missing", name, hint=hint))
        return None

    def _term(self, term: Term, leaf: Indicator, codes: Sequence[str]) -> Cells | None:
        if not term.column:
            return None
        column = self._column(term.column)
        if column is None:
            return None
        cells = read_cells(column, self.source, codes)
        words = f"{leaf.id}{self.source.status_suffix}"
        if self.source.status_suffix and words in self.frame.columns:
            status = self._column(words)
            cells = cells if status is None else with_status_words(cells, status, codes)
        self.problems += cells.problems
        return cells

    def _out_of_range(
        self,
        cells: Cells,
        values: NDArray[np.float64],
        bounds: tuple[float, float],
        codes: Sequence[str],
    ) -> None:
        from mdi.core.checks import count_outside  # noqa: PLC0415

        low, high = bounds
        if not count_outside(values, low, high):
            return
        marked = {area for problem in cells.problems for area, _ in problem.cells}
        expected = f"{low:g} to {high:g}" if high < np.inf else f"{low:g} or more"
        same = np.array_equal(values, cells.values, equal_nan=True)
        changed = "" if same else " in the unit of the indicator"
        for rows, what in (
            (values < low, f"is below {low:g}{changed}"),
            (values > high, f"is above {high:g}{changed}"),
        ):
            at = [(codes[i], cells.found(i)) for i in np.flatnonzero(rows).tolist()]
            at = [cell for cell in at if cell[0] not in marked]
            if at:
                self.problems.append(Problem(what, cells.name, tuple(at), expected))


def _joined(
    cells: Sequence[Cells], total: NDArray[np.float64], problems: Sequence[Problem]
) -> Cells:
    """Several columns as the one they add up to, with the problems they had each."""
    name = " + ".join(each.name for each in cells)
    problems = (*problems, *(problem for each in cells for problem in each.problems))

    def found(row: int) -> str:
        return " and ".join(each.found(row) for each in cells)

    return Cells(name, total, cells[0].status, found, problems)


def _fill(
    values: NDArray[np.float64], parts: Sequence[NDArray[np.float64]], *, exact: bool
) -> None:
    """Fill with the sum of the parts; NaN where one of them is.

    What was multiplied or added is rounded to twelve significant digits, so that figures
    that are equal on paper are equal here.
    """
    values[:] = parts[0]
    for part in parts[1:]:
        values += part
    if not exact:
        with np.errstate(divide="ignore", invalid="ignore"):
            scale = 10.0 ** (SIGNIFICANT - 1 - np.floor(np.log10(np.abs(values))))
            rounded = np.round(values * scale) / scale
        np.copyto(values, rounded, where=np.isfinite(rounded))
