"""The counts behind a figure: read, checked, and held against the figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from mdi.cells import SENTINEL, Cells, read_cells
from mdi.domains.model import Indicator
from mdi.errors import Problem, counted
from mdi.fitted import Bools, Floats
from mdi.rates import Counts
from mdi.sources.model import Column
from mdi.status import CellStatus

if TYPE_CHECKING:
    from mdi.draft import Draft

EXACT = 1e-9  # two ways of computing the same figure differ by less
DECIMALS = 10  # figures with more of them are not rounded
FROM_ZERO = (0.0, np.inf)
OF_PEOPLE = ("share", "rate")  # their numerators are counted; those of others are sums
OFFICIAL_MARKS = (-99995.0, -99997.0, -99999998.0, -99999999.0)


@dataclass(frozen=True, slots=True, eq=False)
class CountCells:
    """The columns of counts of one indicator, as they were read.

    Attributes:
        numerator: may be absent where the figure itself is there.
        denominator: what the figure is a share, rate or mean of.
        problems: what is wrong with them; the draft knows it.
    """

    numerator: Cells | None
    denominator: Cells
    problems: tuple[Problem, ...] = ()

    def counts(self, figures: Floats, measure: str) -> Counts:
        """The counts; a numerator that is not there is recovered from the figures."""
        under = self.denominator.values.copy()
        if self.numerator is None:
            return Counts.recovered(figures, under, measure)
        return Counts(self.numerator.values.copy(), under)


def read_counts(
    draft: Draft, leaf: Indicator, declared: Column, codes: Sequence[str]
) -> CountCells | None:
    """The counts that are declared; what is wrong with them goes to the draft."""
    before = len(draft.problems)
    of_people = leaf.measure in OF_PEOPLE
    read = draft.cells if of_people else partial(_sums, draft)
    over = read(declared.numerator, codes) if declared.numerator else None
    under = draft.cells(declared.denominator, codes) if declared.denominator else None
    if under is None or (declared.numerator and over is None):
        return None
    draft.out_of_range(under, under.values, FROM_ZERO, codes)
    if over is not None and of_people:
        draft.out_of_range(over, over.values, FROM_ZERO, codes)
    if over is not None and leaf.measure == "share":
        draft.problems += _more_than_all(over, under, codes)
    return CountCells(over, under, tuple(draft.problems[before:]))


def _sums(draft: Draft, name: str, codes: Sequence[str]) -> Cells | None:
    """A column of sums, which may lie as low as the marks of a statistical office."""
    column = draft.column(name)
    if column is None:
        return None
    cells = read_cells(column, draft.source, codes)
    low = np.isfinite(cells.values) & (cells.values <= SENTINEL)
    low &= ~np.isin(cells.values, OFFICIAL_MARKS)
    sums = {codes[i] for i in np.flatnonzero(low).tolist()}
    wrong = tuple(p for p in cells.problems if not {area for area, _ in p.cells} <= sums)
    draft.problems += wrong
    return replace(cells, problems=wrong)


def rate_cells(over: Cells, under: Cells, measure: str) -> Cells:
    """The figures that two columns of counts give; no denominator, no figure."""
    status = np.maximum(over.status, under.status)
    status[under.values == 0] = CellStatus.NOT_APPLICABLE

    def found(row: int) -> str:
        return f"{over.found(row)} ÷ {under.found(row)}"

    rates = Counts(over.values, under.values).rate(measure)
    return Cells(f"{over.name} ÷ {under.name}", rates, status, found)


def contradiction(
    cells: CountCells, figures: Floats, leaf: Indicator, codes: Sequence[str]
) -> str | None:
    """A warning where the figures are not what their counts give; None where they are."""
    if cells.numerator is None:
        return None
    rates = rate_cells(cells.numerator, cells.denominator, leaf.measure)
    rows = np.flatnonzero(_apart(figures, rates.values) | _of_none(figures, rates)).tolist()
    if not rows:
        return None
    first = rows[0]
    gives = f"{rates.values[first]:.6g}" if np.isfinite(rates.values[first]) else "no figure"
    return (
        f"{leaf.id}: in {counted(len(rows), 'area')} the figure is not what {rates.name} gives, "
        f"such as {figures[first]:.6g} where the counts give {gives} in {codes[first]}; "
        "the figures were kept"
    )


def _apart(figures: Floats, rates: Floats) -> Bools:
    """Where two versions of the same figures differ by more than the rounding of the first."""
    gap, slack = np.abs(figures - rates), EXACT * np.abs(rates)
    if not (gap > slack).any():
        return np.zeros(gap.size, np.bool_)
    return np.asarray(gap > 0.5 * 10.0 ** -_decimals(figures) + slack)


def _decimals(figures: Floats) -> int:
    """How many decimals the figures were published with."""
    known = figures[~np.isnan(figures)]
    exact = (n for n in range(DECIMALS) if np.array_equal(np.round(known, n), known))
    return next(exact, DECIMALS)


def _of_none(figures: Floats, rates: Cells) -> Bools:
    """Where there is a figure although there is nobody it can be about."""
    return np.asarray((rates.status == CellStatus.NOT_APPLICABLE) & ~np.isnan(figures))


def _more_than_all(over: Cells, under: Cells, codes: Sequence[str]) -> list[Problem]:
    rows = np.flatnonzero((over.values > under.values) & (under.values >= 0)).tolist()
    at = tuple((codes[i], f"{over.found(i)} of {under.found(i)}") for i in rows)
    what, expected = "holds more than the denominator", f"at most '{under.name}'"
    return [Problem(what, over.name, at, expected)] if at else []
