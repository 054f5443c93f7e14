"""The figures of one indicator: from a column, a sum of columns, or its counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from mdi.cells import Cells, read_cells, with_status_words
from mdi.counting import CountCells, contradiction, rate_cells, read_counts
from mdi.domains.model import Indicator
from mdi.draft import Draft
from mdi.errors import Problem
from mdi.fitted import Floats
from mdi.rates import on_paper
from mdi.sources.model import COUNTS, Column, Term
from mdi.status import CellStatus


@dataclass(frozen=True, slots=True)
class LeafReader:
    """Reads one indicator; what is wrong goes to the draft.

    Attributes:
        draft: the table in the making.
        leaf: the indicator.
        codes: (n,) area codes, for messages.
    """

    draft: Draft
    leaf: Indicator
    codes: Sequence[str]

    def read(self, values: Floats, status: NDArray[np.uint8]) -> Column | None:
        """Fill the values and statuses of the indicator; the draft keeps its counts.

        Args:
            values: (n,) is filled; NaN where there is no figure.
            status: (n,) is filled.

        Returns:
            What the source declares of it; None where the table does not offer it.
        """
        declared = self._declared()
        counts = cells = None
        if declared is not None:
            counts = read_counts(self.draft, self.leaf, declared, self.codes)
            cells = self._joined(declared.terms()) if declared.terms() else self._rates(counts)
        if declared is None or cells is None:
            values[:], status[:] = np.nan, CellStatus.NOT_OFFERED
            return None
        values[:], status[:] = cells.values, cells.status
        self._keep(counts, values)
        self._keep_errors(declared)
        return declared

    def _declared(self) -> Column | None:
        """What the source declares, or the columns that are named after the indicator."""
        source, name = self.draft.source, self.leaf.id
        if name in source.indicators or not source.own_names:
            return source.indicators.get(name)
        columns = self.draft.frame.columns
        names = (name, *(name + ending for ending in COUNTS))
        figure, over, under, error = (each if each in columns else None for each in names)
        if figure is None and (over is None or under is None):
            return None
        over = over if under else None
        return Column(column=figure, numerator=over, denominator=under, standard_error=error)

    def _joined(self, terms: Sequence[Term]) -> Cells | None:
        """The sum of the declared columns in the unit of the indicator, checked."""
        before = len(self.draft.problems)
        cells = [self._term(term) for term in terms]
        found = [each for each in cells if each is not None]
        if len(found) < len(terms):
            return None
        parts = [_times(each.values, term.factor) for each, term in zip(found, terms, strict=True)]
        for each, term, part in zip(found, terms, parts, strict=True):
            if len(terms) == 1 or term.factor > 0:
                self.draft.out_of_range(each, part, self.leaf.range, self.codes)
        total = _sum(parts, exact=len(terms) == 1 and terms[0].factor == 1)
        if len(terms) == 1:
            return replace(found[0], values=total)
        joined = _as_one(found, total, self.draft.problems[before:])
        self.draft.out_of_range(joined, total, self.leaf.range, self.codes)
        return joined

    def _term(self, term: Term) -> Cells | None:
        column = self.draft.column(term.column) if term.column else None
        if column is None:
            return None
        cells = self._with_words(read_cells(column, self.draft.source, self.codes))
        self.draft.problems += cells.problems
        return cells

    def _rates(self, counts: CountCells | None) -> Cells | None:
        """The rates that the counts give (F1), checked; None where one of them is not there."""
        if counts is None or counts.numerator is None:
            return None
        rates = rate_cells(counts.numerator, counts.denominator, self.leaf.measure)
        rates = self._with_words(rates)
        self.draft.problems += rates.problems
        rates = replace(rates, problems=(*counts.problems, *rates.problems))
        self.draft.out_of_range(rates, rates.values, self.leaf.range, self.codes)
        return rates

    def _with_words(self, cells: Cells) -> Cells:
        """The cells with the statuses of their companion column, where there is one."""
        suffix = self.draft.source.status_suffix
        name = f"{self.leaf.id}{suffix}"
        if not suffix or name not in self.draft.frame.columns:
            return cells
        words = self.draft.column(name)
        return cells if words is None else with_status_words(cells, words, self.codes)

    def _keep(self, cells: CountCells | None, values: Floats) -> None:
        """Keep the counts, and warn where they contradict the figures."""
        if cells is None:
            return
        warning = contradiction(cells, values, self.leaf, self.codes)
        self.draft.warnings += [warning] if warning else []
        counts = cells.counts(values, self.leaf.measure)
        if counts.known.any():
            self.draft.counts[self.leaf.id] = counts

    def _keep_errors(self, declared: Column) -> None:
        """Keep the standard errors in the unit of the figures."""
        name = declared.standard_error
        cells = self.draft.cells(name, self.codes) if name else None
        if cells is not None:
            self.draft.out_of_range(cells, cells.values, (0, np.inf), self.codes)
            self.draft.standard_errors[self.leaf.id] = cells.values * abs(declared.factor)


def _as_one(cells: Sequence[Cells], total: Floats, problems: Sequence[Problem]) -> Cells:
    """Several columns as the one they add up to, with the problems they had each."""
    name = " + ".join(each.name for each in cells)
    problems = (*problems, *(problem for each in cells for problem in each.problems))
    status = np.maximum.reduce([each.status for each in cells])

    def found(row: int) -> str:
        return " and ".join(each.found(row) for each in cells)

    return Cells(name, total, status, found, problems)


def _times(values: Floats, factor: float) -> Floats:
    """Values in the unit of the indicator; as they are where they are in it already."""
    return values if factor == 1 else np.asarray(values * factor)


def _sum(parts: Sequence[Floats], *, exact: bool) -> Floats:
    """The sum of the parts, as on paper; NaN where one of them is."""
    total = parts[0]
    for part in parts[1:]:
        total = total + part
    return total if exact else on_paper(total)
