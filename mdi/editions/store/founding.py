"""The folders of a store: made where they are not there, never in a folder of something else."""

from __future__ import annotations

from pathlib import Path

from mdi.editions.store import files
from mdi.errors import FileError

EDITIONS = "editions"
OBJECTS = "objects"
STEPS = "steps"
RUNS = "runs"
REPORTS = "reports"
UNFINISHED = ".unfinished"
FOLDERS = (EDITIONS, OBJECTS, STEPS, RUNS, REPORTS, UNFINISHED)
OF_A_DISK = "lost+found"


def is_store(root: Path) -> bool:
    """Whether a folder is a store."""
    return (root / EDITIONS).is_dir()


def found(root: Path) -> None:
    """Make the folders of a store, where they are not there yet.

    Raises:
        FileError: the folder holds something else.
        StoreWriteError: it cannot be written to.
    """
    with files.writing(root):
        if root.is_dir() and not is_store(root) and _strangers(root):
            message = f"'{root}' is no store of editions, and not empty."
            raise FileError(message, hint="Name an empty folder, or one that is not there yet.")
        for name in FOLDERS:
            files.make_folder(root / name)


def sweep(root: Path) -> None:
    """Remove what an interrupted run left unfinished; nobody else writes now.

    Raises:
        StoreWriteError: the store cannot be written to.
    """
    found(root)  # copies of a store often lack its empty folders
    with files.writing(root):
        for each in list((root / UNFINISHED).iterdir()):
            files.remove(each)


def _strangers(root: Path) -> bool:
    return any(each.name not in {*FOLDERS, OF_A_DISK} for each in root.iterdir())
