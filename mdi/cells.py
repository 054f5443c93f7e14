"""One column of a table: cells in, numbers and statuses out, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mdi.errors import Problem
from mdi.fitted import Floats
from mdi.sources.model import Source
from mdi.status import STATUS_OF, CellStatus

if TYPE_CHECKING:
    import pandas as pd


SENTINEL = -99990  # statistical offices mark gaps with figures at and below this
LARGEST = float(np.finfo(np.float64).max)
UNKNOWN = 255  # no status at all
MARKS = (".", "x", "-", "..", "NA", "N/A", "nan", "NaN", "null")
NUMBER = {
    None: re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?"),
    ".": re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?"),
    ",": re.compile(r"[+-]?(\d+(,\d*)?|,\d+)([eE][+-]?\d+)?"),
}


@dataclass(frozen=True, slots=True, eq=False)
class Cells:
    """A column that was read.

    Attributes:
        name: the name of the column.
        values: (n,) numbers, NaN where there is none; may be a view of the frame.
        status: (n,) a `CellStatus` for each.
        found: shows the cell of a row as it stood in the table.
        problems: cells that are no numbers, and numbers that are marks.
    """

    name: str
    values: Floats
    status: NDArray[np.uint8]
    found: Callable[[int], str]
    problems: tuple[Problem, ...] = ()


def read_cells(column: pd.Series, source: Source, codes: Sequence[str]) -> Cells:
    """Read one column of figures.

    Args:
        column: (n,) numbers, or texts that may be numbers or declared marks.
        source: declares the marks and the decimal mark.
        codes: (n,) the area code of each row, for messages.
    """
    name = str(column.name)
    if column.dtype.kind in "fiu":
        values = _array(column)
        return _numbers(name, values, lambda i: _shown(values[i]), source, codes)
    mark = source.decimal or "."
    return _texts(name, [cell_text(cell, mark) for cell in column.tolist()], source, codes)


def with_status_words(cells: Cells, words: pd.Series, codes: Sequence[str]) -> Cells:
    """Replace the statuses of a column by the words of its companion column."""
    places, distinct = words.factorize()
    meanings = np.array([STATUS_OF.get(str(word), UNKNOWN) for word in distinct] + [UNKNOWN])
    filled = np.array([bool(str(word).strip()) for word in distinct] + [False])
    given = meanings[places]
    known = given != UNKNOWN
    status = np.where(known, given, cells.status).astype(np.uint8)
    contradicts = known & ((status <= CellStatus.ESTIMATED) == np.isnan(cells.values))
    problems = []
    for rows, what, expected in (
        (
            ~known & (places >= 0) & filled[places],
            "holds unknown statuses",
            "one of " + ", ".join(STATUS_OF),
        ),
        (contradicts, "contradicts the figures", "a figure where the status says so, only there"),
    ):
        at = tuple((codes[i], str(distinct[places[i]])) for i in np.flatnonzero(rows).tolist())
        if at:
            problems.append(Problem(what, str(words.name), at, expected))
    return replace(cells, status=status, problems=(*cells.problems, *problems))


def _array(column: pd.Series) -> Floats:
    """A column of numbers as float64; may be a view of the frame."""
    if isinstance(column.dtype, np.dtype):
        return column.to_numpy(np.float64)
    return column.to_numpy(np.float64, na_value=np.nan)


def _numbers(
    name: str,
    values: Floats,
    found: Callable[[int], str],
    source: Source,
    codes: Sequence[str],
) -> Cells:
    """A column of numbers; those that are declared marks become what they mean."""
    meant: list[tuple[CellStatus, NDArray[np.bool_]]] = []
    for marks, meaning in _declared(source):
        numbers = [float(mark.replace(",", ".")) for mark in marks if NUMBER[None].fullmatch(mark)]
        if numbers:
            meant.append((meaning, np.isin(values, numbers)))
    for _, rows in meant:
        values = np.where(rows, np.nan, values)
    cells = _surveyed(name, values, found, codes)
    for meaning, rows in meant:
        cells.status[rows] = meaning
    return cells


def _texts(name: str, texts: list[str], source: Source, codes: Sequence[str]) -> Cells:
    """A column that holds texts: declared marks, and numbers with either decimal mark."""
    values = np.full(len(texts), np.nan)
    suppressed: list[int] = []
    pattern = NUMBER[source.decimal]
    wrong: list[tuple[str, str]] = []
    marks: list[tuple[str, str]] = []
    for i, text in enumerate(texts):
        if text in source.suppressed:
            suppressed.append(i)
        elif text in source.missing:
            continue
        elif pattern.fullmatch(text):
            values[i] = float(text.replace(",", "."))
        elif text:
            (marks if text in MARKS else wrong).append((codes[i], f"'{text}'"))
    cells = _numbers(name, values, lambda i: texts[i], source, codes)
    cells.status[suppressed] = CellStatus.SUPPRESSED
    problems = cells.problems
    if wrong:
        problems += (Problem("holds text", name, tuple(wrong), "a number"),)
    if marks:
        problems += (_undeclared(name, marks),)
    return replace(cells, problems=problems)


def _surveyed(
    name: str, values: Floats, found: Callable[[int], str], codes: Sequence[str]
) -> Cells:
    """A column of numbers with its statuses; numbers that stand for something else."""
    from mdi.core.checks import count_outside, mark_absent  # noqa: PLC0415

    status = np.empty(values.size, np.uint8)
    mark_absent(values, int(CellStatus.OBSERVED), int(CellStatus.MISSING), status)
    problems = []
    if count_outside(values, np.nextafter(SENTINEL, 0), LARGEST):
        marks = np.flatnonzero((values <= SENTINEL) & ~np.isinf(values)).tolist()
        if marks:
            problems.append(_undeclared(name, [(codes[i], found(i)) for i in marks]))
        at = tuple((codes[i], found(i)) for i in np.flatnonzero(np.isinf(values)).tolist())
        if at:
            problems.append(Problem("holds infinite numbers", name, at, "a finite number"))
    return Cells(name, values, status, found, tuple(problems))


def _undeclared(name: str, cells: list[tuple[str, str]]) -> Problem:
    return Problem(
        "holds marks that the source does not declare",
        name,
        tuple(cells),
        "a number or an empty cell",
        "declare the mark under 'missing' or 'suppressed' of the source",
    )


def _declared(source: Source) -> list[tuple[tuple[str, ...], CellStatus]]:
    return [(source.missing, CellStatus.MISSING), (source.suppressed, CellStatus.SUPPRESSED)]


def cell_text(cell: object, decimal: str = ".") -> str:
    """A cell as trimmed text; nothing where it is empty, a number with this decimal mark."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float):
        return "" if np.isnan(cell) else _shown(cell).replace(".", decimal)
    text = str(cell)
    return "" if text in ("None", "<NA>", "NaT") else text


def _shown(value: float) -> str:
    """A number as a reader would write it: ``-99997``, ``12.5``."""
    return f"{value:.15g}"
