"""An edition: a folder of results, shapes and tables that never changes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from mdi.editions.store.manifest import NAME, Manifest, edition_of
from mdi.errors import FileError


@dataclass(frozen=True, eq=False)
class Edition:
    """A published edition.

    Attributes:
        folder: where it lies; it is a folder with a `catalogue.toml` as well.
        manifest: what is in it.
        read_as: the name that follows from the manifest as it was read; software that came
            later may write it in another way.
    """

    folder: Path
    manifest: Manifest
    read_as: str

    @property
    def name(self) -> str:
        """Its name, sixteen signs that follow from its content."""
        return self.folder.name

    def path(self, file: str) -> Path:
        """Where a file of the edition lies."""
        return self.folder / file


def open_edition(folder: Path) -> Edition:
    """Read the manifest of an edition.

    Args:
        folder: of the edition, called after it.

    Raises:
        FileError: there is none, or it is damaged.
    """
    place = folder / NAME
    try:
        content = place.read_bytes()
    except OSError as error:
        raise FileError(f"'{place}' cannot be read: {error.strerror}.") from None
    edition = Edition(folder, Manifest.parse(content, str(place)), edition_of(content))
    if edition.read_as != folder.name:
        hint = "`mdi editions verify` tells what is left."
        raise FileError(f"'{place}' is damaged: it is of no '{folder.name}'.", hint=hint)
    return edition
