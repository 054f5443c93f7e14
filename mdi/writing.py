"""Results as files: the suffix decides the format.

Fingerprint and provenance stand inside the file where the format has room for them, else
beside it in ``FILE.meta.json``. A file is written whole or not at all.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import orjson

from mdi.errors import FileError
from mdi.workbook import workbook

if TYPE_CHECKING:
    import pandas as pd

JSON = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE | orjson.OPT_SERIALIZE_NUMPY


class Outcome(Protocol):
    """What can be written: a row for each area, and where it came from."""

    @property
    def provenance(self) -> dict[str, Any]:
        """Where it came from, as plain data."""

    def to_frame(self) -> pd.DataFrame:
        """One row for each area."""


def write_result(result: Outcome, path: str | Path) -> list[Path]:
    """Write an index, a summary or a table as .csv, .json, .parquet or .xlsx.

    Returns:
        The files that were written.

    Raises:
        FileError: the suffix is not known, or the file cannot be written.
    """
    path = Path(path)
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        known = ", ".join(WRITERS)
        raise FileError(f"'{path}' has an ending that is not known.", hint=f"Expected {known}.")
    content = writer(result)
    beside = path.with_name(path.name + ".meta.json")
    if path.suffix.lower() != ".csv":
        return [write_bytes(path, content)]
    meta = write_bytes(beside, orjson.dumps(result.provenance, option=JSON))
    return [write_bytes(path, content), meta]


def write_bytes(path: Path, content: bytes) -> Path:
    """Write a file whole or not at all.

    Raises:
        FileError: it cannot be written.
    """
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.write_bytes(content)
        os.replace(unfinished, path)  # noqa: PTH105
    except OSError as error:
        reason = error.strerror or "the place cannot be written to"
        raise FileError(f"'{path}' cannot be written: {reason}.") from None
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return path


def _csv(result: Outcome) -> bytes:
    return result.to_frame().to_csv(index=False, lineterminator="\n").encode()


def _json(result: Outcome) -> bytes:
    """Provenance and one record for each area; missing is null."""
    frame = result.to_frame().astype(object)
    areas = frame.where(frame.notna(), None).to_dict(orient="records")
    return orjson.dumps({"provenance": result.provenance, "areas": areas}, option=JSON)


def _parquet(result: Outcome) -> bytes:
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    table = pa.Table.from_pandas(result.to_frame(), preserve_index=False)
    metadata = {**(table.schema.metadata or {}), b"mdi": orjson.dumps(result.provenance)}
    file = BytesIO()
    pq.write_table(table.replace_schema_metadata(metadata), file, compression="zstd")
    return file.getvalue()


def _xlsx(result: Outcome) -> bytes:
    return workbook({"index": result.to_frame(), "provenance": _flat(result.provenance)})


def _flat(provenance: dict[str, Any]) -> pd.DataFrame:
    """Provenance as two columns; nested values as JSON."""
    import pandas as pd  # noqa: PLC0415

    def shown(value: Any) -> str:
        plain = value is None or isinstance(value, str | int | float)
        return ("" if value is None else str(value)) if plain else orjson.dumps(value).decode()

    rows = [(key, shown(value)) for key, value in provenance.items()]
    return pd.DataFrame(rows, columns=["key", "value"])


WRITERS: dict[str, Callable[[Outcome], bytes]] = {
    ".csv": _csv,
    ".json": _json,
    ".parquet": _parquet,
    ".xlsx": _xlsx,
}
