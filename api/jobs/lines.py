"""A file of lines that only grows: written by one, read by many while it is written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

END = b"\n"
REACH = 1 << 12  # bytes in which the last line is looked for first


def last_line(place: Path) -> bytes:
    """The last whole line; nothing where there is none.

    Raises:
        FileNotFoundError: there is no file.
    """
    with place.open("rb") as file:
        size, reach = file.seek(0, os.SEEK_END), REACH
        while True:
            start = max(size - reach, 0)
            file.seek(start)
            tail = file.read(size - start)
            _, found, line = tail[: tail.rfind(END)].rpartition(END)
            if found or start == 0:
                return line if END in tail else b""
            reach *= 8


def add_line(place: Path, line: bytes, *, sure: bool) -> None:
    """Write a line behind the others.

    What stands behind the last whole line was left by a machine that stopped, and goes.

    Args:
        place: the file.
        line: without its end.
        sure: whether it is on the disk afterwards, and not only on its way.
    """
    with place.open("r+b") as file:
        size = file.seek(0, os.SEEK_END)
        if size and not _is_whole(file, size):
            file.seek(0)
            size = file.read().rfind(END) + 1
            file.truncate(size)
        file.seek(size)
        file.write(line + END)
        file.flush()
        if sure:
            os.fsync(file.fileno())


def _is_whole(file: BinaryIO, size: int) -> bool:
    file.seek(size - 1)
    return file.read(1) == END


class Follower:
    """Reads the lines of a file as they come.

    Args:
        place: the file.
    """

    def __init__(self, place: Path) -> None:
        self.place = place
        self._read = 0  # bytes of whole lines

    def lines(self) -> Iterator[bytes]:
        """The whole lines that came since it was asked last.

        Raises:
            FileNotFoundError: there is no file any more.
        """
        if self.place.stat().st_size <= self._read:
            return
        with self.place.open("rb") as file:
            file.seek(self._read)
            for line in file:
                if not line.endswith(END):
                    return
                self._read += len(line)
                yield line[:-1]
