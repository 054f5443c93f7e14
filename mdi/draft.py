"""A table in the making: collects its problems, and raises them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING

import numpy as np

from mdi.cells import Cells, cell_text, read_cells
from mdi.codes import read_codes
from mdi.declaration import Text
from mdi.domains.model import Domains
from mdi.errors import DeclarationError, Problem, TableError, counted
from mdi.fitted import Floats
from mdi.geographies.model import REGION, Geography, Level
from mdi.rates import Counts
from mdi.sources.model import CLASS, COUNTS, Source

if TYPE_CHECKING:
    import pandas as pd


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
    counts: dict[str, Counts] = field(default_factory=dict)
    standard_errors: dict[str, Floats] = field(default_factory=dict)

    def raise_if_any(self, name: str) -> None:
        """Raise all problems at once."""
        if self.problems:
            count = counted(len(self.problems), "problem")
            raise TableError(f"{name} has {count}; nothing was computed.", self.problems)

    def codes(self, level_name: str) -> list[str]:
        """The trimmed area codes; checked against the level."""
        column = self.column(self.source.code)
        cells = [] if column is None else column.tolist()
        own = level_name == REGION and REGION not in self.geography.level_ids()
        level = self._regions(cells) if own else self._level(level_name)
        if column is None:
            return [f"row {row + 1}" for row in range(len(self.frame))]
        codes, problems = read_codes(cells, self.source.code, level, self.geography)
        self.problems += problems
        return codes

    def _regions(self, cells: Sequence[object]) -> Level | None:
        """The level of a table of regions, which itself tells which there are."""
        codes = [cell_text(cell) for cell in cells]
        names = self.texts(self.source.area_name) or codes
        regions = {
            code: Text(nl=name or code, en=name or code)
            for code, name in zip(codes, names, strict=True)
            if code and self.geography.level_of(code) is None
        }
        if not regions:
            expected = "an id of your own for each region, which is no code of an area"
            self.problems.append(Problem("has no regions", self.source.code, expected=expected))
            return None
        self.geography = self.geography.with_regions(regions)
        return self.geography.level(REGION)

    def population(self, codes: Sequence[str]) -> Floats:
        """Inhabitants, NaN where unknown."""
        cells = self.cells(self.source.population, codes) if self.source.population else None
        if cells is None:
            return np.full(len(codes), np.nan)
        self.out_of_range(cells, cells.values, (0, np.inf), codes)
        return cells.values.copy()

    def border_quality(self, codes: Sequence[str]) -> Floats | None:
        """How much of each area stayed whole as borders moved, NaN where nothing is said."""
        name = self.source.border_quality
        cells = self.cells(name, codes) if name else None
        if cells is None:
            return None
        self.out_of_range(cells, cells.values, (0, 1), codes)
        return cells.values.copy()

    def classes(self) -> dict[str, tuple[str | None, ...]]:
        """The columns that class the areas, None where empty."""
        named = {name: name for name in self.source.classes}
        if self.source.own_names:
            leaves = {leaf.id for leaf in self.domains.leaves()}
            ours = {str(name) for name in self.frame.columns} - leaves
            named |= {n.removesuffix(CLASS): n for n in sorted(ours) if n.endswith(CLASS)}
        columns = {key: self.column(name) for key, name in named.items()}
        return {
            key: tuple(cell_text(cell) or None for cell in column.tolist())
            for key, column in columns.items()
            if column is not None
        }

    def texts(self, name: str | None) -> tuple[str | None, ...] | None:
        """A column of texts, None where empty; None where there is no such column.

        Numbers are taken as a reader would write them, as in a file that is text throughout.
        """
        column = self.column(name) if name else None
        if column is None:
            return None
        return tuple(cell_text(cell) or None for cell in column.tolist())

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
        leaves = [leaf.id for leaf in self.domains.leaves()]
        known = {leaf + (self.source.status_suffix or "\0") for leaf in leaves} | self.used
        known |= {self.source.area_name or "", self.source.parent or ""}
        counts = {leaf + ending for leaf in leaves for ending in COUNTS}
        for name in (str(name) for name in self.frame.columns if str(name) not in known):
            if name in counts:
                self.warnings.append(
                    f"column '{name}' was not read: it goes with both counts, or with a figure "
                    "and its denominator"
                )
                continue
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

    def column(self, name: str) -> pd.Series | None:
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

    def cells(self, name: str, codes: Sequence[str]) -> Cells | None:
        """A column of figures by name, with its problems noted; None where there is none."""
        column = self.column(name)
        if column is None:
            return None
        cells = read_cells(column, self.source, codes)
        self.problems += cells.problems
        return cells

    def out_of_range(
        self,
        cells: Cells,
        values: Floats,
        bounds: tuple[float, float],
        codes: Sequence[str],
    ) -> None:
        """Note the values outside the bounds, where their cells are no problem already.

        Args:
            cells: the column as it was read.
            values: (n,) its values in the unit of the indicator.
            bounds: the lowest and the highest value that can be.
            codes: (n,) area codes, for messages.
        """
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
