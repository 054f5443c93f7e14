"""Where a command writes what it found, and what can be said of that beforehand."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from pathlib import Path
from typing import Any, Protocol

import orjson
import typer

from mdi.writing import JSON, WRITERS, Outcome, write_bytes, write_result


class Found(Outcome, Protocol):
    """Something that has more to tell than a row for each area."""

    def to_dict(self) -> dict[str, Any]:
        """All of it, as plain data."""


def outputs(
    paths: Iterable[Path], inputs: Iterable[object], endings: Collection[str] = tuple(WRITERS)
) -> list[Path]:
    """The files to be written; what cannot be written is said before anything is computed.

    Args:
        paths: the files that are asked for.
        inputs: what is read; no file among it is written over.
        endings: the endings that are known.
    """
    read = {path.resolve() for path in inputs if isinstance(path, Path)}
    checked = list(paths)
    for path in checked:
        problem = _problem(path, read, endings)
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
    if path.suffix.lower() == ".json":
        return [write_bytes(path, orjson.dumps(found.to_dict(), option=JSON))]
    return write_result(found, path)


def _problem(path: Path, read: Collection[Path], endings: Collection[str]) -> str | None:
    """Why a file cannot be written, or None."""
    if path.suffix.lower() not in endings:
        return f"'{path}' has an ending that is not known; expected {', '.join(endings)}"
    if path.resolve() in read:
        return f"'{path}' is read; it cannot be written at the same time"
    if path.is_dir():
        return f"'{path}' is a folder"
    if not path.parent.is_dir():
        return f"there is no folder '{path.parent}' for '{path.name}'"
    return None
