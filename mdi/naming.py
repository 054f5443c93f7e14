"""A table as a frame whose columns are named after the indicators."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from mdi.errors import ComputationError, Problem
from mdi.sources.model import CLASS, COUNTS
from mdi.status import CellStatus

if TYPE_CHECKING:
    import pandas as pd

    from mdi.table import Figures, IndicatorTable

OVER, UNDER, ERROR = COUNTS
PLAIN = (CellStatus.OBSERVED, CellStatus.MISSING)  # what a cell tells without a word


def own_named(table: IndicatorTable) -> pd.DataFrame:
    """The table as a frame that `IndicatorTable.from_frame` reads back.

    Figures that follow from their counts alone have no column: the counts give them.

    Raises:
        ComputationError: some figures are not what the name of their indicator says.
    """
    import pandas as pd  # noqa: PLC0415

    _refuse(table)
    texts = {"area_name": table.declared_names, "parent_code": table.declared_parents}
    columns: dict[str, Any] = {"area_code": table.codes}
    columns |= {name: _words(column) for name, column in texts.items() if column is not None}
    columns["population"] = table.population
    if table.border_quality is not None:
        columns["border_quality"] = table.border_quality
    for row, figures in enumerate(table.figures):
        columns |= dict(_columns(table, row, figures))
    columns |= {f"{name}{CLASS}": _words(column) for name, column in table.classes.items()}
    return pd.DataFrame(columns)


def _columns(table: IndicatorTable, row: int, figures: Figures) -> Iterator[tuple[str, Any]]:
    """The columns of one indicator; none where the table does not offer it."""
    leaf, status = figures.indicator.id, table.status[row]
    if figures.column is None:
        return
    if figures.column != f"{leaf}{OVER} ÷ {leaf}{UNDER}":
        yield leaf, table.values[row]
    words = [None if cell in PLAIN else CellStatus(cell).word for cell in status.tolist()]
    if any(words):
        yield f"{leaf}_status", _words(words)
    if leaf in table.counts:
        yield f"{leaf}{OVER}", table.counts[leaf].numerator
        yield f"{leaf}{UNDER}", table.counts[leaf].denominator
    if leaf in table.standard_errors:
        yield f"{leaf}{ERROR}", table.standard_errors[leaf]


def _words(column: Any) -> Any:
    import pandas as pd  # noqa: PLC0415

    return pd.Series(column, dtype="str")


def _refuse(table: IndicatorTable) -> None:
    """Figures of which a column's name does not tell what they are."""
    problems = [
        Problem(f"'{figures.indicator.id}' {reason}")
        for figures in table.figures
        if figures.offered
        for reason in _reasons(figures, table.year)
    ]
    if problems:
        raise ComputationError(
            "A table with columns named after the indicators cannot tell what its figures are.",
            problems,
            "Leave these indicators out, or keep the table as it is with its source.",
        )


def _reasons(figures: Figures, year: int) -> Iterator[str]:
    leaf = figures.indicator
    if figures.proxy:
        yield f"is stood in for by {figures.proxy.en}"
    if figures.direction != leaf.direction:
        yield f"is read as more is {figures.direction}, and is declared as {leaf.direction}"
    if figures.unit != leaf.unit:
        yield f"is in {figures.unit}, and is declared in {leaf.unit}"
    if figures.year != year:
        yield f"is about {figures.year}, and the table about {year}"
    if figures.estimator != "direct":
        yield "is estimated by a model"
