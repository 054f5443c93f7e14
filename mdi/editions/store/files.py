"""Files that are whole and on the disk, or not there at all."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from mdi.errors import StoreWriteError

FROZEN = 0o444  # nobody edits a hard link by accident
OPEN = 0o666
WINDOWS = os.name == "nt"
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextmanager
def writing(place: Path) -> Iterator[None]:
    """Say in words what keeps us from writing at a place.

    Raises:
        StoreWriteError: the place cannot be written to.
    """
    try:
        yield
    except OSError as error:
        reason = error.strerror or "the place cannot be written to"
        remedy = "make room" if error.errno in NO_ROOM else "see to it that we may write there"
        message = f"'{error.filename or place}' cannot be written: {reason}."
        hint = f"What was published stays as it was; {remedy} and run again."
        raise StoreWriteError(message, hint=hint) from None


def write_whole(place: Path, content: bytes, unfinished: Path, mode: int = FROZEN) -> None:
    """Write a file, or put it in the place of another, in one move.

    Args:
        place: where it goes; its folder is there.
        content: its bytes.
        unfinished: a folder on the same disk for what is not whole yet.
        mode: who may do what with it, before the mask of the user.
    """
    with made_in(unfinished, place.name) as made:
        with new_file(made, mode) as file:
            file.write(content)
        move(made, place)
    sync_folder(place.parent)


def settle(made: Path, place: Path, mode: int = FROZEN) -> None:
    """Move a file that was made on the same disk to its place, whole.

    Args:
        made: the file.
        place: where it goes; its folder is there.
        mode: who may do what with it.
    """
    with made.open("rb+") as file:
        sync(file.fileno())
    made.chmod(made.stat().st_mode & mode)
    move(made, place)
    sync_folder(place.parent)


@contextmanager
def made_in(unfinished: Path, name: str) -> Iterator[Path]:
    """A place of one's own for a file or a folder; what was not moved from it is removed."""
    made = unfinished / f"{name}-{secrets.token_hex(8)}"
    try:
        yield made
    finally:
        with suppress(OSError):
            remove(made)


@contextmanager
def new_file(place: Path, mode: int = FROZEN) -> Iterator[BinaryIO]:
    """A file that was not there; it is on the disk afterwards."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(place, flags, mode), "wb") as file:
        yield file
        file.flush()
        sync(file.fileno())


def link(source: Path, place: Path) -> None:
    """Give a file a second name; a copy where the disk knows no hard links, or no more of them."""
    try:
        os.link(source, place)
    except OSError:
        with source.open("rb") as read, new_file(place) as copy:
            shutil.copyfileobj(read, copy)


def move(made: Path, place: Path) -> None:
    """Move to a place in one go; a file that stood there is gone."""
    try:
        made.replace(place)
    except PermissionError:
        if not (WINDOWS and place.is_file()):
            raise
        place.chmod(OPEN)  # Windows replaces nothing that is read-only
        made.replace(place)


def remove(place: Path) -> None:
    """Remove a file or a folder, if it is there."""
    if place.is_dir() and not place.is_symlink():
        for each in list(place.iterdir()):
            remove(each)
        place.rmdir()
        return
    try:
        place.unlink(missing_ok=True)
    except PermissionError:
        if not WINDOWS:
            raise
        place.chmod(OPEN)  # Windows removes nothing that is read-only
        place.unlink(missing_ok=True)


def make_folder(place: Path) -> None:
    """Make a folder, and those above it; they are on the disk afterwards."""
    if place.is_dir():
        return
    make_folder(place.parent)
    place.mkdir(exist_ok=True)
    sync_folder(place.parent)


def sync_tree(folder: Path) -> None:
    """See to it that the names in a folder and below it are on the disk."""
    for each in folder.iterdir():
        if each.is_dir():
            sync_tree(each)
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """See to it that the names in a folder are on the disk; Windows does so itself."""
    if WINDOWS:
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        sync(opened)
    finally:
        os.close(opened)


def sync(opened: int) -> None:
    """See to it that what was written is on the disk, not only on its way."""
    if sys.platform == "darwin":  # where fsync leaves it in the memory of the disk
        import fcntl  # noqa: PLC0415

        with suppress(OSError):  # not every disk can; then what fsync does has to do
            fcntl.fcntl(opened, fcntl.F_FULLFSYNC)
            return
    os.fsync(opened)


def sha256_of(place: Path) -> str:
    """SHA-256 of the bytes of a file, in hexadecimal."""
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
