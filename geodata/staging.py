"""Files appear whole or not at all: they are made in a folder beside their place, then moved."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from geodata.errors import unwritable


@dataclass
class Stage:
    """A folder to make files in, and afterwards where they went.

    Attributes:
        folder: empty at first; all files in it are moved at the end.
        written: where the files stand once they are moved, sorted.
    """

    folder: Path
    written: list[Path] = field(default_factory=list)


@contextmanager
def staged(place: Path) -> Iterator[Stage]:
    """A stage whose files are moved to a folder if, and only if, all goes well.

    Args:
        place: the folder for the files.

    Raises:
        BoundaryFileError: a place where we may not write.
    """
    try:
        with TemporaryDirectory(prefix=".unfinished-", dir=place) as folder:
            stage = Stage(Path(folder))
            yield stage
            for made in sorted(stage.folder.iterdir()):
                stage.written.append(place / made.name)
                os.replace(made, place / made.name)  # noqa: PTH105
    except OSError as error:
        raise unwritable(place, error) from error
