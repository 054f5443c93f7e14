"""Lists as delimited text: RFC 4180, and the Dutch dialect that Excel opens."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import Any


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table is written as text.

    Attributes:
        delimiter: what stands between two cells.
        decimal: the decimal mark.
        mark: what stands before everything; Excel reads UTF-8 by its byte order mark.
    """

    delimiter: str
    decimal: str
    mark: str = ""


DIALECTS = {"csv": Dialect(",", "."), "csv-nl": Dialect(";", ",", "\ufeff")}


def delimited(titles: Sequence[str], rows: Iterable[Sequence[Any]], dialect: Dialect) -> bytes:
    """A table as text; what is missing is an empty cell.

    Lines end as RFC 4180 wants. A text that a spreadsheet would take for a formula gets an
    apostrophe in front, in the dialect that spreadsheets open.

    Args:
        titles: of the columns.
        rows: a cell for each column: text, numbers, truth values or None.
        dialect: how it is written.
    """
    text = StringIO(newline="")
    text.write(dialect.mark)
    writer = csv.writer(text, delimiter=dialect.delimiter, lineterminator="\r\n")
    writer.writerow(titles)
    if dialect.decimal == ".":
        writer.writerows(rows)
    else:
        writer.writerows([_cell(value, dialect) for value in row] for row in rows)
    return text.getvalue().encode()


def _cell(value: Any, dialect: Dialect) -> Any:
    if isinstance(value, float):
        return str(value).replace(".", dialect.decimal)
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t"}:
        return f"'{value}"
    return value
