"""A store, wherever it lies: in a folder, or on a storage elsewhere."""

from __future__ import annotations

from pathlib import Path

from mdi.editions.remote.address import Address, is_remote
from mdi.editions.store.store import Store


def open_store(place: str | Path, *, create: bool = False, cache: Path | None = None) -> Store:
    """Open a store.

    Args:
        place: its folder, or an address such as `s3://bucket/place`.
        create: make one where there is none.
        cache: where local copies lie of stores that are kept elsewhere.

    Raises:
        FileError: there is no store, or none can be made; the storage cannot be reached, or a
            package for it is missing.
    """
    if isinstance(place, Path) or not is_remote(place):
        return Store.open(Path(place), create=create)
    from mdi.editions.remote.cache import copy_of  # noqa: PLC0415
    from mdi.editions.remote.connecting import connect  # noqa: PLC0415
    from mdi.editions.remote.store import RemoteStore  # noqa: PLC0415

    address = Address.parse(place)
    return RemoteStore.reach(connect(address), copy_of(address, cache), create=create)
