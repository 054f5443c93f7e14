"""The invented country that is served where no data are named; kept in the user's cache."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from platformdirs import user_cache_path

from mdi.editions.catalogue import NAME
from mdi.version import __version__

AREAS = 3000
SEED = 1


def embedded_sample(progress: Callable[[str], None] | None = None) -> Path:
    """The folder of the invented country; made once for each version.

    Args:
        progress: is told what is going on while it is made.
    """
    folder = user_cache_path("mdi") / f"sample-{__version__}-{AREAS}-{SEED}"
    if not (folder / NAME).is_file():
        from mdi.editions.sample import make_sample  # noqa: PLC0415

        folder.parent.mkdir(parents=True, exist_ok=True)
        make_sample(AREAS, SEED, folder, progress=progress)
    return folder
