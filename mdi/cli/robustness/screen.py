"""An answer on the screen: some rows, what was warned of, and the files that were written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from mdi.cli.outputs import write

if TYPE_CHECKING:
    from mdi.cli.robustness.options import Answer
    from mdi.result import IndexResult

SHOWN = 12  # rows


def show(
    answer: Answer,
    said: Iterable[str],
    files: Sequence[Path],
    result: IndexResult,
    frames: Mapping[str, pd.DataFrame],
) -> None:
    """Write the files, and print sentences and tables.

    Args:
        answer: what is written.
        said: sentences.
        files: where it is written.
        result: the index, whose warnings are shown.
        frames: tables by their title; the first rows of each are shown.
    """
    written = [path for file in files for path in write(answer, file)]
    console = Console(highlight=False, soft_wrap=True)
    for sentence in said:
        console.print(sentence, markup=False)
    for title, frame in frames.items():
        console.print(_table(title, frame))
        if len(frame) > SHOWN:
            rest = f"… {len(frame) - SHOWN} more rows; --out writes all of them."
            console.print(rest, markup=False)
    complaints = Console(stderr=True, highlight=False, soft_wrap=True)
    for warning in result.warnings:
        complaints.print(f"Warning: {warning}", markup=False)
    for path in written:
        console.print(f"Written: {path}", markup=False)


def _table(title: str, frame: pd.DataFrame) -> Table:
    shown = Table(title=title, title_justify="left")
    for name, column in frame.items():
        numbers = pd.api.types.is_numeric_dtype(column)
        shown.add_column(str(name).replace("_", " "), justify="right" if numbers else "left")
    for row in frame.head(SHOWN).itertuples(index=False):
        shown.add_row(*map(_cell, row))
    return shown


def _cell(value: Any) -> str:
    """A number to three decimals, a word, or a dash."""
    if pd.isna(value):
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.3f}" if isinstance(value, float) else escape(str(value))
