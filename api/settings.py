"""What the service needs to know before it starts."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of the service.

    Attributes:
        data: a folder with a `catalogue.toml`.
        kept: how many computed results are kept in memory.
        max_age: seconds for which a client may keep an answer without asking again.
    """

    data: Path
    kept: int = 32
    max_age: int = 60
