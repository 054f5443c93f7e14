"""Tables as files: which suffix is read how."""

from __future__ import annotations

import csv
import gzip
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from mdi.errors import FileError
from mdi.sources.model import Source

if TYPE_CHECKING:
    import pandas as pd

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
    except (OSError, ValueError, KeyError, ImportError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise FileError(f"'{path}' cannot be read: {reason}") from None


def digest_of(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _read_csv(path: Path, source: Source) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415

    encoding = _encoding(path)
    return pd.read_csv(
        path,
        dtype=str,
        keep_default_na=False,
        encoding=encoding,
        sep=_delimiter(path, source, encoding),
    )


def _read_parquet(path: Path, _: Source) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415

    return pd.read_parquet(path)


def _read_excel(path: Path, _: Source) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415

    return pd.read_excel(path, dtype=object, keep_default_na=False)


READERS: dict[str, Callable[[Path, Source], pd.DataFrame]] = {
    ".csv": _read_csv,
    ".csv.gz": _read_csv,
    ".parquet": _read_parquet,
    ".xlsx": _read_excel,
}


def _head(path: Path) -> bytes:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        return file.read(1 << 16)


def _encoding(path: Path) -> str:
    """UTF-8, with or without a mark; else the Windows encoding of older Dutch files."""
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        data = file.read()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _delimiter(path: Path, source: Source, encoding: str) -> str:
    """The declared delimiter, or the one that makes the code column a column."""
    if source.delimiter:
        return source.delimiter
    lines = _head(path).decode(encoding, errors="replace").splitlines()
    header = lines[0] if lines else ""
    for delimiter in DELIMITERS:
        if source.code in (
            name.strip() for name in next(csv.reader([header], delimiter=delimiter), [])
        ):
            return delimiter
    return DELIMITERS[0]
