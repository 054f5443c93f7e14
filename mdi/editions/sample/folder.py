"""A sample folder is written whole or not at all, and replaces nothing but a sample."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from mdi.editions.catalogue import NAME
from mdi.errors import FileError


@contextmanager
def whole_folder(out: Path) -> Iterator[Path]:
    """A new folder to write in, which takes the place of `out` when all went well.

    Args:
        out: where the sample shall be; nothing, an empty folder or an older sample.

    Raises:
        FileError: `out` holds something else, or cannot be written.
    """
    _refuse_others(out)
    out = out.resolve()
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=f".{out.name}-", dir=out.parent) as beside:
            unfinished = Path(beside) / "new"
            unfinished.mkdir()
            yield unfinished
            if out.exists():
                out.rename(Path(beside) / "old")
            unfinished.rename(out)
    except OSError as error:
        reason = error.strerror or "the place cannot be written to"
        raise FileError(f"The sample cannot be written to '{out}': {reason}.") from None


def _refuse_others(out: Path) -> None:
    if not out.exists() or _is_sample(out):
        return
    what = "a folder with other files" if out.is_dir() else "a file"
    raise FileError(
        f"'{out}' is {what}; nothing was written.",
        hint="Name a new or empty folder, or an older sample, which is then replaced.",
    )


def _is_sample(out: Path) -> bool:
    """Whether a folder is empty, or says itself that it is invented."""
    if not out.is_dir():
        return False
    try:
        content = tomllib.loads((out / NAME).read_text("utf-8"))
    except (OSError, ValueError):
        return not any(out.iterdir())
    return content.get("invented") is True
