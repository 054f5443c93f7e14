"""Where the local copies of stores lie that are kept elsewhere."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from platformdirs import user_cache_path

from mdi.editions.remote.address import Address
from mdi.editions.store import files

SETTING = "MDI_CACHE"
WORD = "copy"


def copy_of(address: Address, cache: Path | None = None) -> Path:
    """The folder of the local copy of a store.

    Args:
        address: where the store is kept.
        cache: the folder of all copies; by default that of the setting `MDI_CACHE`, or else one
            in the cache of the user.
    """
    named = os.environ.get(SETTING)
    folder = cache or (Path(named) if named else user_cache_path("mdi") / "stores")
    return folder / address.name


def word_of(root: Path) -> str:
    """A word that stands for a local copy, and for no other; made where there is none.

    Raises:
        StoreWriteError: the copy cannot be written to.
    """
    place = root / WORD
    if not place.is_file():
        with files.writing(place):
            files.write_whole(place, secrets.token_hex(8).encode(), root)
    return place.read_text(encoding="ascii")
