"""A place on a storage elsewhere: the few things that a store asks of it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TypeVar

from mdi.editions.remote import failures
from mdi.editions.remote.kinds import Kind
from mdi.editions.store.founding import UNFINISHED

T = TypeVar("T")


class Depot:
    """A place on a storage; paths in it are relative: `objects/ab/abcdef`.

    Every method raises FileError where the place cannot be read, and StoreWriteError where it
    cannot be written, with the reason in words.

    Attributes:
        shown: the place as a message names it.
        kind: what the storage can do.
    """

    def __init__(self, storage: Any, root: str, kind: Kind, shown: str) -> None:
        self.shown = shown
        self.kind = kind
        self._storage = storage
        self._root = root

    def name_of(self, path: str) -> str:
        """A file as a message names it."""
        return f"{self.shown}/{path}"

    def read(self, path: str) -> bytes | None:
        """The content of a file; None where there is none."""
        with failures.reading(self.name_of(path)):
            try:
                content: bytes = self._storage.cat_file(self._at(path))
            except FileNotFoundError:
                return None
            return content

    def mark(self, path: str) -> str:
        """What is another after a file was written; nothing where there is none."""
        with failures.reading(self.name_of(path)):
            self._storage.invalidate_cache()
            try:
                return str(self._storage.ukey(self._at(path)))
            except FileNotFoundError:
                return ""

    def sizes(self, folder: str) -> dict[str, int]:
        """The size of every file in a folder and below, in bytes, by its path."""
        with failures.reading(self.name_of(folder)):
            self._storage.invalidate_cache()
            try:
                found = self._storage.find(self._at(folder), detail=True)
            except FileNotFoundError:
                return {}
        sizes = {self._path(name): told["size"] for name, told in found.items()}
        return {path: sizes[path] for path in sorted(sizes) if path}

    def names(self, folder: str = "") -> list[str]:
        """The names of files and folders in a folder, sorted."""
        with failures.reading(self.name_of(folder)):
            self._storage.invalidate_cache()
            try:
                found = self._storage.ls(self._at(folder), detail=False)
            except FileNotFoundError:
                return []
        names = (str(each).rstrip("/") for each in found)
        return sorted({each.rpartition("/")[2] for each in names if each != self._at(folder)})

    def download(self, path: str, place: Path) -> bool:
        """Bring a file here; whether there is one."""
        with failures.reading(self.name_of(path)):
            try:
                self._storage.get_file(self._at(path), str(place))
            except FileNotFoundError:
                return False
            return True

    def write(self, path: str, content: bytes) -> None:
        """Put a small file, whole or not at all as far as the storage can."""
        with failures.writing(self.name_of(path)):
            if self.kind.whole:
                self._storage.pipe_file(self._at(path), content)
                return
            made = f"{UNFINISHED}/{secrets.token_hex(8)}"
            self._make_folders(made, path)
            self._storage.pipe_file(self._at(made), content)
            self._storage.mv(self._at(made), self._at(path))

    def create(self, path: str, content: bytes) -> bool:
        """Make a file where there is none; whether there was none.

        Where the kind of storage cannot tell, this is but a look and then a put.
        """
        with failures.writing(self.name_of(path)):
            self._make_folders(path)
            try:
                self._create(self._at(path), content)
            except FileExistsError:
                return False
            except OSError:  # other makers refuse in other words
                if self.read(path) is None:
                    raise
                return False
            return True

    def upload(self, place: Path, path: str) -> None:
        """Put a file from here."""
        with failures.writing(self.name_of(path)):
            self._make_folders(path)
            self._storage.put_file(str(place), self._at(path))

    def copy(self, path: str, other: str, place: Path) -> None:
        """Give a file a second place, on the storage itself where it can.

        Args:
            path: where it lies.
            other: where it goes as well.
            place: the same file here, for a storage that cannot.
        """
        if not self.kind.folders:
            with failures.writing(self.name_of(other)):
                self._storage.cp_file(self._at(path), self._at(other))
            return
        self.upload(place, other)

    def remove(self, path: str) -> None:
        """Remove a file, if it is there."""
        with failures.writing(self.name_of(path)):
            try:
                self._storage.rm_file(self._at(path))
            except FileNotFoundError:
                return

    def remove_folder(self, folder: str) -> None:
        """Remove a folder and all that is in it, if it is there."""
        with failures.writing(self.name_of(folder)):
            try:
                self._storage.rm(self._at(folder), recursive=True)
            except FileNotFoundError:
                return

    def each(self, what: Callable[[Any], T], items: Iterable[Any]) -> list[T]:
        """Do something with many files, several at once; the first error stops the rest."""
        waiting = list(items)
        with ThreadPoolExecutor(self.kind.threads) as pool:
            futures = [pool.submit(what, each) for each in waiting]
            try:
                return [future.result() for future in futures]
            finally:
                for future in futures:
                    future.cancel()

    def _create(self, at: str, content: bytes) -> None:
        if self.kind.creates == "open":
            with self._storage.open(at, "xb") as file:
                file.write(content)
        else:
            self._storage.pipe_file(at, content, mode="create")

    def _make_folders(self, *paths: str) -> None:
        if self.kind.folders:
            for path in paths:
                self._storage.makedirs(self._at(path).rpartition("/")[0], exist_ok=True)

    def _at(self, path: str) -> str:
        return f"{self._root}/{path}" if path else self._root

    def _path(self, name: str) -> str:
        return str(name).removeprefix(f"{self._root}/")
