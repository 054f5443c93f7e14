"""Whether the files of an edition hold the bytes that its manifest says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cachetools import LRUCache

from mdi.editions.store.edition import Edition
from mdi.editions.store.manifest import NAME, edition_of
from mdi.errors import FileError, Problem
from mdi.formats import digest_of

Mark = tuple[int, int, int, int]
REMEMBERED = 50_000  # files
HINT = "`mdi editions verify` tells what is damaged; the batch that made it heals it."


def sound_path(edition: Edition, file: str) -> Path:
    """Where a file of an edition lies, after its bytes were found to be right.

    Args:
        edition: the edition.
        file: its path in the edition.

    Raises:
        FileError: it is not in the manifest, it is gone, or its bytes are not what they were.
    """
    if file not in edition.manifest.files:
        raise FileError(f"Edition '{edition.name}' has no file '{file}'.", hint=HINT)
    _refuse(edition, [_problem(edition, file, digest_of)])
    return edition.path(file)


class Digests:
    """SHA-256 of files; one that has several names, or is asked for again, is read once."""

    def __init__(self) -> None:
        self._known: LRUCache[Mark, str] = LRUCache(REMEMBERED)

    def of(self, path: Path) -> str:
        """SHA-256 of a file, in hexadecimal.

        Raises:
            OSError: it is not there, or cannot be read.
        """
        mark = _mark(path)
        if mark not in self._known:
            self._known[mark] = digest_of(path)
        return self._known[mark]


class Inspector:
    """Looks at whole editions; a file that two of them share is read once."""

    def __init__(self) -> None:
        self._digests = Digests()

    def inspect(self, edition: Edition) -> None:
        """Compare every file with the manifest, and the manifest with the name of the edition.

        Raises:
            FileError: all files that are gone or damaged, at once.
        """
        found = [_problem(edition, file, self._digests.of) for file in edition.manifest.files]
        _refuse(edition, [_of_manifest(edition), *found])


def _mark(path: Path) -> Mark:
    """What changes where a file is replaced or written to."""
    told = path.stat()
    return told.st_dev, told.st_ino, told.st_size, told.st_mtime_ns


def _problem(edition: Edition, file: str, digest: Callable[[Path], str]) -> Problem | None:
    """What is wrong with a file; None where its bytes are those of the manifest."""
    try:
        found = digest(edition.path(file))
    except OSError as error:
        return Problem(f"'{file}' cannot be read: {error.strerror}")
    expected = edition.manifest.files[file].sha256
    return None if found == expected else Problem(f"'{file}' is not what was published")


def _of_manifest(edition: Edition) -> Problem | None:
    """The name of an edition follows from its manifest, as read and as it lies there."""
    try:
        content = edition.path(NAME).read_bytes()
    except OSError as error:
        return Problem(f"'{NAME}' cannot be read: {error.strerror}")
    if edition.read_as == edition_of(content) == edition.name:
        return None
    return Problem(f"'{NAME}' is not what was published")


def _refuse(edition: Edition, found: list[Problem | None]) -> None:
    problems = [problem for problem in found if problem]
    if problems:
        raise FileError(f"Edition '{edition.name}' is damaged.", problems, HINT)
