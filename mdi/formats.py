"""Tables as files: which suffix is read how."""

from __future__ import annotations

import csv
import gzip
import hashlib
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from mdi.errors import SHOWN, FileError, Problem, TableError, counted
from mdi.sources.model import Source
from mdi.workbook import read_sheet

if TYPE_CHECKING:
    import pandas as pd

DAMAGED = (zlib.error, zipfile.BadZipFile)
DELIMITERS = (",", ";", "\t", "|")


def read_frame(path: Path, source: Source) -> pd.DataFrame:
    """Read a file as it stands; texts stay texts.

    Raises:
        FileError: it cannot be opened, or its kind is not known.
    """
    ending = "".join(path.suffixes[-2:]).lower()
    reader = next((read for end, read in READERS.items() if ending.endswith(end)), None)
    if reader is None:
        known = ", ".join(READERS)
        raise FileError(f"'{path}' has an ending that is not known.", hint=f"Expected {known}.")
    if not path.is_file():
        raise FileError(f"There is no file '{path}'.")
    try:
        return reader(path, source)
    except (OSError, ValueError, KeyError, ImportError, EOFError, *DAMAGED) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise FileError(f"'{path}' cannot be read: {reason}") from None


def digest_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_csv(path: Path, source: Source) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415

    text = _text(path)
    delimiter = _delimiter(text, source)
    rows = csv.reader(StringIO(text), delimiter=delimiter)
    header = next(rows, [])
    _check_lengths(header, rows, path)
    frame = pd.read_csv(StringIO(text), dtype=str, keep_default_na=False, sep=delimiter)
    if len(header) == len(frame.columns):
        frame.columns = header  # names that stand twice are kept, to be reported
    return frame


def _check_lengths(header: Sequence[str], rows: Iterable[Sequence[str]], path: Path) -> None:
    """Every row has as many fields as the header; empty lines do not count."""
    problems = [
        Problem(f"row {number} has {len(row)} fields, starting with '{row[0]}'")
        for number, row in enumerate(rows, 1)
        if row and len(row) != len(header)
    ]
    if problems:
        raise TableError(
            f"'{path.name}' has rows that are no rows of its header, which has "
            f"{counted(len(header), 'field')}; nothing was computed.",
            problems[:SHOWN],
            "Look for a delimiter too many or too few, or a quotation mark that is not closed.",
        )


def _read_parquet(path: Path, _: Source) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415

    return pd.read_parquet(path)


def _read_excel(path: Path, _: Source) -> pd.DataFrame:
    return read_sheet(path, dtype=object, keep_default_na=False)


READERS: dict[str, Callable[[Path, Source], pd.DataFrame]] = {
    ".csv": _read_csv,
    ".csv.gz": _read_csv,
    ".parquet": _read_parquet,
    ".xlsx": _read_excel,
}


def _text(path: Path) -> str:
    """UTF-8, with or without a mark; else the Windows encoding of older Dutch files."""
    with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as file:
        data = file.read()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _delimiter(text: str, source: Source) -> str:
    """The declared delimiter, or the one that makes the code column a column."""
    if source.delimiter:
        return source.delimiter
    header = text.partition("\n")[0]
    for delimiter in DELIMITERS:
        names = next(csv.reader([header], delimiter=delimiter), [])
        if source.code in (name.strip() for name in names):
            return delimiter
    return DELIMITERS[0]
