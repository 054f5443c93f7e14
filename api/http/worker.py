"""Which of the processes of the service this is, and where they keep what they share."""

from __future__ import annotations

import mmap
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Worker:
    """One process of the service.

    Attributes:
        number: from 0; one that is started in place of another gets its number.
        folder: where the workers share numbers; None where there is one worker.
    """

    number: int = 0
    folder: Path | None = None

    def memory(self, name: str, size: int) -> mmap.mmap:
        """Memory that is kept in a file of the shared folder, or else in this process alone."""
        if self.folder is None:
            return mmap.mmap(-1, size)
        with (self.folder / name).open("a+b") as file:
            file.truncate(size)  # what is there already stays
            return mmap.mmap(file.fileno(), size)
