"""How large a filter may be: what bounds the time and memory it can take."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one filter.

    Attributes:
        length: characters of the text.
        levels: operations inside operations.
        operations: comparisons, calculations and the like in all.
        searches: operations that look through texts or shapes (LIKE, spatial functions).
        members: values in one list of IN.
        coordinates: positions of the geometries written in the filter, in all.
        work: positions of geometries times the areas they are held against, in all.
    """

    length: int = 8192
    levels: int = 64
    operations: int = 1000
    searches: int = 64
    members: int = 1000
    coordinates: int = 10_000
    work: int = 50_000_000


DEFAULT = Limits()
