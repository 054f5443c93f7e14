"""One column of a table: cells in, numbers and statuses out, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mdi.errors import Problem
from mdi.sources.model import Source
from mdi.status import STATUS_OF, CellStatus

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

SENTINEL = -99990  # statistical offices mark gaps with figures at and below this
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
        values: (n,) numbers, NaN where there is none.
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
        return _numbers(name, column.to_numpy(np.float64, na_value=np.nan, copy=True), source, codes)
    return _texts(name, [_text(cell) for cell in column.tolist()], source, codes)


def with_status_words(cells: Cells, words: pd.Series, codes: Sequence[str]) -> Cells:
    """Replace the statuses of a column by the words of its companion column."""
    texts = [_text(word) for word in words.tolist()]
    given = {word: STATUS_OF.get(word) for word in set(texts) if word}
    strange = [(codes[i], word) for i, word in enumerate(texts) if word and given[word] is None]
    has_value = ~np.isnan(cells.values)
    status = cells.status.copy()
    wrong: list[tuple[str, str]] = []
    for word, meaning in given.items():
        if meaning is not None:
            rows = np.array([text == word for text in texts])
            wrong += [(codes[i], word) for i in np.flatnonzero(rows & (has_value != meaning.has_value))]
            status[rows] = meaning
    problems = []
    if strange:
        expected = "one of " + ", ".join(STATUS_OF)
        problems.append(Problem("holds unknown statuses", str(words.name), tuple(strange), expected))
    if wrong:
        expected = f"a figure in '{cells.name}' where the status says so, and only there"
        problems.append(Problem("contradicts the figures", str(words.name), tuple(wrong), expected))
    return Cells(cells.name, cells.values, status, cells.found, (*cells.problems, *problems))


def _numbers(name: str, values: Floats, source: Source, codes: Sequence[str]) -> Cells:
    """A column that holds numbers already."""
    status = np.where(np.isnan(values), CellStatus.MISSING, CellStatus.OBSERVED).astype(np.uint8)
    raw = values
    if source.missing != ("",) or source.suppressed:
        raw = values.copy()
        for marks, meaning in _declared(source):
            rows = np.isin(values, [float(m) for m in marks if NUMBER["."].fullmatch(m)])
            status[rows] = meaning
            values[rows] = np.nan
    return Cells(
        name, values, status, lambda i: _shown(raw[i]), _strange_numbers(name, values, codes)
    )


def _texts(name: str, texts: list[str], source: Source, codes: Sequence[str]) -> Cells:
    """A column that holds texts: declared marks, and numbers with either decimal mark."""
    values = np.full(len(texts), np.nan)
    status = np.full(len(texts), CellStatus.MISSING, np.uint8)
    pattern = NUMBER[source.decimal]
    meaning_of = {mark: meaning for marks, meaning in _declared(source) for mark in marks}
    wrong: list[tuple[str, str]] = []
    marks: list[tuple[str, str]] = []
    for i, text in enumerate(texts):
        if text in meaning_of:
            status[i] = meaning_of[text]
        elif pattern.fullmatch(text):
            values[i] = float(text.replace(",", "."))
            status[i] = CellStatus.OBSERVED
        elif text:
            (marks if text in MARKS else wrong).append((codes[i], f"'{text}'"))
    problems = _strange_numbers(name, values, codes)
    if wrong:
        problems += (Problem("holds text", name, tuple(wrong), "a number"),)
    if marks:
        problems += (_undeclared(name, marks),)
    return Cells(name, values, status, lambda i: texts[i], problems)


def _strange_numbers(name: str, values: Floats, codes: Sequence[str]) -> tuple[Problem, ...]:
    """Numbers that stand for something else."""
    low, high = (np.fmin.reduce(values), np.fmax.reduce(values)) if values.size else (0.0, 0.0)
    problems = []
    if low <= SENTINEL and low > -np.inf:
        rows = np.flatnonzero((values <= SENTINEL) & ~np.isinf(values))
        problems.append(_undeclared(name, [(codes[i], _shown(values[i])) for i in rows]))
    if np.isinf(low) or np.isinf(high):
        rows = np.flatnonzero(np.isinf(values))
        cells = tuple((codes[i], _shown(values[i])) for i in rows)
        problems.append(Problem("holds infinite numbers", name, cells, "a finite number"))
    return tuple(problems)


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


def _text(cell: object) -> str:
    """A cell as trimmed text; nothing where it is empty."""
    if cell is None or (isinstance(cell, float) and cell != cell):  # noqa: PLR0124
        return ""
    text = str(cell).strip()
    return "" if text in ("nan", "<NA>", "NaT") and not isinstance(cell, str) else text


def _shown(value: float) -> str:
    """A number as a reader would write it: ``-99997``, ``12.5``."""
    return f"{value:.15g}"
