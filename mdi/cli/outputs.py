"""Where a command writes what it found, and what can be said of that beforehand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

import orjson
import typer

from mdi.writing import JSON, WRITERS, write_bytes

if TYPE_CHECKING:
    import pandas as pd


class Found(Protocol):
    """Something with a table and a provenance of its own."""

    @property
    def provenance(self) -> dict[str, Any]:
        """Where it came from, as plain data."""

    def to_frame(self) -> pd.DataFrame:
        """One row for each area."""

    def to_dict(self) -> dict[str, Any]:
        """All of it, as plain data."""


def outputs(paths: Iterable[Path], inputs: Iterable[Path]) -> list[Path]:
    """The files to be written; what cannot be written is said before anything is computed."""
    read, checked = {path.resolve() for path in inputs}, list(paths)
    for path in checked:
        problem = _problem(path, read)
        if problem:
            raise typer.BadParameter(problem, param_hint="--out")
    return checked


def write(found: Found, path: Path) -> list[Path]:
    """Write as .csv, .json, .parquet or .xlsx, with the provenance inside or beside it.

    Returns:
        The files that were written.

    Raises:
        FileError: the file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix == ".json":
        return [write_bytes(path, orjson.dumps(found.to_dict(), option=JSON))]
    writer = cast("Callable[[Found], bytes]", WRITERS[suffix])  # takes frame and provenance
    content = writer(found)
    if suffix != ".csv":
        return [write_bytes(path, content)]
    beside = path.with_name(path.name + ".meta.json")
    meta = write_bytes(beside, orjson.dumps(found.provenance, option=JSON))
    return [write_bytes(path, content), meta]


def _problem(path: Path, read: set[Path]) -> str | None:
    """Why a file cannot be written, or None."""
    if path.suffix.lower() not in WRITERS:
        return f"'{path}' has an ending that is not known; expected {', '.join(WRITERS)}"
    if path.resolve() in read:
        return f"'{path}' is read; it cannot be written at the same time"
    if path.is_dir():
        return f"'{path}' is a folder"
    if not path.parent.is_dir():
        return f"there is no folder '{path.parent}' for '{path.name}'"
    return None
