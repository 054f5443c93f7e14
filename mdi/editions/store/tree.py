"""The files of a store as one that checks them asks for them, wherever they lie."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

from mdi.editions.store.soundness import Digests

DAMAGED = "is damaged"
MISSING = "is not there"


class Tree(Protocol):
    """The files of a store, by their path in it: `editions/NAME/manifest.json`."""

    def shown(self, path: str) -> str:
        """A file as a message names it."""

    def folders(self, folder: str) -> list[str]:
        """The names of the folders in a folder, sorted."""

    def files(self, folder: str) -> list[str]:
        """The path of every file in a folder and below, sorted."""

    def read(self, paths: Iterable[str]) -> dict[str, bytes | None]:
        """The content of small files; None where one is not there or cannot be read."""

    def faults(self, expected: Mapping[str, str]) -> dict[str, str]:
        """What is wrong with files, in words; each is read whole.

        Args:
            expected: SHA-256 by path.

        Returns:
            The fault by path, of those that have one.
        """


class LocalTree:
    """A store in a folder; a file that has several names is read once.

    Attributes:
        root: the folder.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._digests = Digests()

    def shown(self, path: str) -> str:
        """A file as a message names it."""
        return str(self.root / path)

    def folders(self, folder: str) -> list[str]:
        """The names of the folders in a folder, sorted."""
        return sorted(each.name for each in (self.root / folder).iterdir() if each.is_dir())

    def files(self, folder: str) -> list[str]:
        """The path of every file in a folder and below, sorted."""
        found = (each for each in (self.root / folder).rglob("*") if not each.is_dir())
        return sorted(each.relative_to(self.root).as_posix() for each in found)

    def read(self, paths: Iterable[str]) -> dict[str, bytes | None]:
        """The content of small files; None where one is not there or cannot be read."""
        return {path: self._read(path) for path in paths}

    def faults(self, expected: Mapping[str, str]) -> dict[str, str]:
        """What is wrong with files, in words; each is read whole."""
        found = {path: self._fault(path, sha256) for path, sha256 in expected.items()}
        return {path: fault for path, fault in found.items() if fault}

    def _read(self, path: str) -> bytes | None:
        try:
            return (self.root / path).read_bytes()
        except OSError:
            return None

    def _fault(self, path: str, sha256: str) -> str | None:
        try:
            found = self._digests.of(self.root / path)
        except FileNotFoundError:
            return MISSING
        except OSError as error:
            return f"cannot be read: {error.strerror}"
        return None if found == sha256 else DAMAGED
