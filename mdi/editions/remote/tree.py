"""The files of a store elsewhere, for one who checks them all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from mdi.editions.remote.arrivals import Arrivals


class RemoteTree:
    """A store on a storage elsewhere; every byte of it comes here to be checked.

    Attributes:
        arrivals: brings files here.
    """

    def __init__(self, arrivals: Arrivals) -> None:
        self.arrivals = arrivals
        self._depot = arrivals.depot

    def shown(self, path: str) -> str:
        """A file as a message names it."""
        return self._depot.name_of(path)

    def folders(self, folder: str) -> list[str]:
        """The names of the folders in a folder, sorted."""
        return self._depot.names(folder)

    def files(self, folder: str) -> list[str]:
        """The path of every file in a folder and below, sorted."""
        return list(self._depot.sizes(folder))

    def read(self, paths: Iterable[str]) -> dict[str, bytes | None]:
        """The content of small files; None where one is not there."""
        wanted = list(paths)
        return dict(zip(wanted, self._depot.each(self._depot.read, wanted), strict=True))

    def faults(self, expected: Mapping[str, str]) -> dict[str, str]:
        """What is wrong with files, in words; each is read whole."""
        with self.arrivals.open():
            return self.arrivals.faults(dict(expected))
