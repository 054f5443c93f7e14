"""Files of a store elsewhere that were found damaged: the next push puts them anew."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

NAME = "doubted"


@dataclass(frozen=True)
class Doubts:
    """The paths of such files, a line for each, in the local copy.

    Attributes:
        root: the folder of the local copy.
    """

    root: Path

    def note(self, paths: Iterable[str]) -> None:
        """These are damaged, or not there."""
        lines = "".join(f"{path}\n" for path in paths)
        if lines:
            with (self.root / NAME).open("a", encoding="utf-8") as file:
                file.write(lines)

    def read(self) -> set[str]:
        """All that were noted."""
        try:
            return set((self.root / NAME).read_text(encoding="utf-8").splitlines())
        except FileNotFoundError:
            return set()

    def settle(self, paths: Iterable[str]) -> None:
        """These were put anew."""
        left = sorted(self.read() - set(paths))
        (self.root / NAME).unlink(missing_ok=True)
        self.note(left)
