"""A result read back from its file, to be joined to shapes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from mdi.errors import FileError, TableError
from mdi.workbook import read_sheet

if TYPE_CHECKING:
    import pandas as pd

CODE = "area_code"


def read_values(path: Path) -> pd.DataFrame:
    """The columns that `mdi compute` and its kin have written, one row for each area.

    Args:
        path: .csv, .json, .parquet or .xlsx, with a column `area_code`.

    Returns:
        A frame with the codes as its index; whole numbers with gaps stay whole.

    Raises:
        FileError: the file is not there, has another ending, or cannot be read.
        TableError: it has no column `area_code`.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        hint = "Expected " + ", ".join(READERS) + "."
        raise FileError(f"'{path}' has an ending that is not known.", hint=hint)
    try:
        frame = reader(path)
    except (OSError, ValueError, LookupError) as error:
        what = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise FileError(f"'{path}' cannot be read: {what}.") from error
    if CODE not in frame.columns:
        hint = "Give a file that mdi compute has written."
        raise TableError(f"'{path}' has no column '{CODE}'.", hint=hint)
    return frame.set_index(frame[CODE].astype(str).str.strip()).drop(columns=CODE)


def _csv(path: Path) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415

    return _whole(pd.read_csv(path, dtype={CODE: str, "area_name": str}))


def _json(path: Path) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415

    return _whole(pd.DataFrame.from_records(orjson.loads(path.read_bytes())["areas"]))


def _parquet(path: Path) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415

    return pd.read_parquet(path)


def _xlsx(path: Path) -> pd.DataFrame:
    return _whole(read_sheet(path, dtype={CODE: str, "area_name": str}))


def _whole(frame: pd.DataFrame) -> pd.DataFrame:
    """Decimal numbers that are all whole, as ranks with gaps become in a file, made whole."""
    import pandas as pd  # noqa: PLC0415

    floats = frame.select_dtypes("float")
    whole = [name for name in floats if (floats[name].dropna() % 1 == 0).all()]
    return frame.astype({name: pd.Int64Dtype() for name in whole if floats[name].notna().any()})


READERS: dict[str, Callable[[Path], pd.DataFrame]] = {
    ".csv": _csv,
    ".json": _json,
    ".parquet": _parquet,
    ".xlsx": _xlsx,
}
