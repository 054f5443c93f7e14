"""The objects of a store: files that are named after their bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from mdi.core.threads import thread_count
from mdi.editions.store import files
from mdi.editions.store.manifest import FileRecord

Seen = tuple[int, int, int]  # which file it is, how long, and when it was written


@dataclass(frozen=True)
class Objects:
    """Files that are named after their bytes: `ab/abcdef…`.

    Attributes:
        folder: where they lie.
        unfinished: a folder on the same disk for what is not whole yet.
        checked: files whose bytes were found right, as they were then.
    """

    folder: Path
    unfinished: Path
    checked: dict[str, Seen] = field(default_factory=dict, repr=False)

    def put(self, content: bytes | Path) -> FileRecord:
        """Keep bytes; nothing is written where they are there already, and sound.

        Args:
            content: the bytes, or a file on the same disk that has them; it is moved.
        """
        record = _record(content)
        if not self.sound(record):
            place = self.path_of(record.sha256)
            files.make_folder(place.parent)
            if isinstance(content, Path):
                files.settle(content, place)
            else:
                files.write_whole(place, content, self.unfinished)
            self.checked[record.sha256] = _seen(place)
        return record

    def take(self, made: Path, sha256: str) -> bool:
        """Take in a file that lies beside them; nothing is taken where its bytes are not right."""
        if files.sha256_of(made) != sha256:
            return False
        place = self.path_of(sha256)
        files.make_folder(place.parent)
        made.chmod(files.FROZEN)
        files.move(made, place)
        self.checked[sha256] = _seen(place)
        return True

    def path_of(self, sha256: str) -> Path:
        """Where the bytes of this SHA-256 lie."""
        return self.folder / sha256[:2] / sha256

    def sound(self, record: FileRecord) -> bool:
        """Whether the file is there and its bytes are right; read once as long as it stays."""
        place = self.path_of(record.sha256)
        try:
            seen = _seen(place)
            if self.checked.get(record.sha256) != seen:
                if files.sha256_of(place) != record.sha256:
                    return False
                self.checked[record.sha256] = seen
        except OSError:
            return False
        return seen[1] == record.size

    def look_at(self, records: Iterable[FileRecord]) -> None:
        """Read many files, several at a time; `sound` then reads none of them again."""
        each = {record.sha256: record for record in records}
        with ThreadPoolExecutor(thread_count()) as pool:
            list(pool.map(self.sound, each.values()))

    def names(self) -> Iterator[str]:
        """The SHA-256 of every object that is there, sorted."""
        for place in sorted(self.folder.glob("??/*")):
            yield place.name


def _record(content: bytes | Path) -> FileRecord:
    if isinstance(content, Path):
        return FileRecord(sha256=files.sha256_of(content), size=content.stat().st_size)
    return FileRecord(sha256=hashlib.sha256(content).hexdigest(), size=len(content))


def _seen(place: Path) -> Seen:
    found = place.stat()
    return found.st_ino, found.st_size, found.st_mtime_ns
