"""What the service needs to know before it starts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of the service.

    Attributes:
        data: a folder with a `catalogue.toml`.
        store: or a store, of which the current edition is served.
        kept: how many computed results are kept in memory.
        max_age: seconds for which a client may keep an answer without asking again; over a
            store it asks every time, so that it never keeps two editions apart.
    """

    data: Path | None = None
    store: Path | None = None
    kept: int = 32
    max_age: int = 60
