"""Workbooks of Excel: calamine reads them; XlsxWriter makes one, and we fill in its rows.

A row of XlsxWriter passes through six functions for every cell. Here a column at a time becomes
text, as the standard wants it: ECMA-376, part 1, 18.3.1 (cells) and 22.9.2.19 (what XML cannot hold).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from html import escape
from io import BytesIO
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

if TYPE_CHECKING:
    import pandas as pd

CREATED = datetime(2000, 1, 1, tzinfo=UTC)  # no clock: the same result gives the same bytes
ROOM = 32_767  # characters of a cell
UNFIT = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
SPAN = re.compile(rb'<dimension ref="[^"]*"/>')
SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
END = b"</sheetData>"


def read_sheet(path: Path, **options: Any) -> pd.DataFrame:
    """The first sheet of a workbook, with the options of `pandas.read_excel`.

    Raises:
        ValueError: it is no workbook, or a damaged one.
    """
    import pandas as pd  # noqa: PLC0415
    from python_calamine import CalamineError  # noqa: PLC0415

    try:
        frame: pd.DataFrame = pd.read_excel(path, engine="calamine", **options)
    except CalamineError as error:
        raise ValueError(str(error)) from error
    return frame


def workbook(sheets: Mapping[str, pd.DataFrame]) -> bytes:
    """A workbook with a sheet for each frame, its header frozen with the first two columns.

    Numbers are written with all their figures, texts stay texts, and what is missing is no cell.
    """
    frames = list(sheets.values())
    filled = BytesIO()
    with ZipFile(_without_rows(sheets)) as book, ZipFile(filled, "w") as file:
        for part in book.namelist():
            content = book.read(part)
            if sheet := SHEET.fullmatch(part):
                content = _with_rows(content, frames[int(sheet[1]) - 1])
            file.writestr(ZipInfo(part), content, ZIP_DEFLATED)
    return filled.getvalue()


def _without_rows(sheets: Mapping[str, pd.DataFrame]) -> BytesIO:
    """The book with the headers alone."""
    from xlsxwriter import Workbook  # noqa: PLC0415

    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED})
        bold = book.add_format({"bold": True})
        for name, frame in sheets.items():
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 2)
            for place, column in enumerate(frame.columns):
                sheet.write_string(0, place, str(column), bold)
    return file


def _with_rows(sheet: bytes, frame: pd.DataFrame) -> bytes:
    """A sheet that has a header, and the cells it spans, with the rows under it."""
    from xlsxwriter.utility import xl_rowcol_to_cell  # noqa: PLC0415

    last = xl_rowcol_to_cell(len(frame), max(frame.shape[1] - 1, 0))
    spanning = SPAN.sub(f'<dimension ref="A1:{last}"/>'.encode(), sheet)
    return spanning.replace(END, "".join(_rows(frame)).encode() + END)


def _rows(frame: pd.DataFrame) -> Iterator[str]:
    """The rows under the header."""
    from xlsxwriter.utility import xl_col_to_name  # noqa: PLC0415

    columns = [
        _cells(frame.iloc[:, place], xl_col_to_name(place)) for place in range(frame.shape[1])
    ]
    for number, cells in enumerate(zip(*columns, strict=True), 2):
        yield f'<row r="{number}">{"".join(cells)}</row>'


def _cells(column: pd.Series[Any], letters: str) -> list[str]:
    """The cells of a column; nothing where a value is missing."""
    values = column.astype(object).where(column.notna(), None).tolist()
    return [
        "" if value is None else f'<c r="{letters}{number}"{_content(value)}</c>'
        for number, value in enumerate(values, 2)
    ]


def _content(value: Any) -> str:
    """The kind of a cell and its value."""
    if isinstance(value, bool):
        return f' t="b"><v>{value:d}</v>'
    if isinstance(value, int | float) and isfinite(value):
        return f"><v>{value!r}</v>"
    text = escape(UNFIT.sub(_in_figures, str(value)[:ROOM]), quote=False)
    return f' t="inlineStr"><is><t xml:space="preserve">{text}</t></is>'


def _in_figures(found: re.Match[str]) -> str:
    """A character that XML cannot hold, as Excel writes it."""
    return f"_x{ord(found[0]):04X}_"
