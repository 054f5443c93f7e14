"""What a join is: figures of a reader, by the codes of areas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Values = list[Any]


@dataclass(frozen=True)
class Contents:
    """What was joined, and what was not.

    Attributes:
        codes: of the areas that have figures, in the order of the collection (m).
        columns: the figures: for every name a value for each code (m).
        unmatched: codes of areas without figures.
        additional: keys of the file that are no code of an area, in its order.
        duplicate: keys that stand in the file more than once, in its order.
    """

    codes: Sequence[str]
    columns: Mapping[str, Values]
    unmatched: Sequence[str]
    additional: Sequence[str]
    duplicate: Sequence[str]


@dataclass(frozen=True)
class Join:
    """What is told of a join that is kept.

    Attributes:
        id: its name.
        made: when it was made, in UTC.
        collection: the collection whose areas they are.
        key: the property by which they were found.
        file: how the client called the file.
        columns: the names of the figures.
        told: whether what matched and what did not is told where it is asked for.
        matched: how many areas have figures.
    """

    id: str
    made: str
    collection: str
    key: str
    file: str
    columns: Sequence[str]
    told: bool
    matched: int
