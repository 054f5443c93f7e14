"""What a kind of storage can do, as far as a store depends on it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of storage.

    Attributes:
        creates: how a file is made only where there is none, so that of two who try at once one
            is refused: `put` (a condition on the request), `open` (by the system); None where
            the storage knows no such thing, or does not keep to it.
        whole: whether a file that is put is there whole or not at all.
        folders: whether a folder has to be made before a file can be put in it.
        threads: how many files are on their way at once.
    """

    creates: str | None
    whole: bool
    folders: bool
    threads: int


OBJECTS = Kind(creates="put", whole=True, folders=False, threads=16)
DISK = Kind(creates="open", whole=False, folders=True, threads=4)
MEMORY = Kind(creates=None, whole=True, folders=False, threads=4)
OTHER = Kind(creates=None, whole=False, folders=True, threads=1)

KINDS = {
    **dict.fromkeys(("s3", "s3a", "gs", "gcs", "az", "adl", "abfs", "abfss"), OBJECTS),
    **dict.fromkeys(("file", "local"), DISK),
    "memory": MEMORY,
}


def kind_of(protocol: str) -> Kind:
    """What the storage behind a protocol can do; of those that are not known, the least."""
    return KINDS.get(protocol, OTHER)
