"""The same index in two editions: which areas moved, and how far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from mdi.editions.store.edition import Edition
from mdi.editions.store.soundness import sound_path
from mdi.fitted import Floats

if TYPE_CHECKING:
    import pandas as pd

Numbers = tuple[float | None, float | None]
Places = tuple[int | None, int | None]


@dataclass(frozen=True)
class Move:
    """An area that moved; every pair is before and after.

    Attributes:
        area_code: its code.
        area_name: its name in the later edition.
        index: its index.
        rank: its rank.
        decile: its decile; None where there is none.
        parts: places by cause, which sum to the change of rank; None where not divided.
    """

    area_code: str
    area_name: str | None
    index: Numbers
    rank: Places
    decile: Places
    parts: Mapping[str, float] | None


@dataclass(frozen=True, eq=False)
class Moves:
    """The rows of an index in two editions, by area code.

    Attributes:
        before: those of the first edition.
        after: those of the second.
    """

    before: pd.DataFrame
    after: pd.DataFrame

    @cached_property
    def codes(self) -> list[str]:
        """(m,) the areas of both, in order."""
        return sorted(set(self.before.index) & set(self.after.index))

    def both(self, column: str) -> tuple[Floats, Floats]:
        """(m,) a column before and after; NaN where there is nothing."""
        first, second = (
            frame.loc[self.codes, column].to_numpy(np.float64, na_value=np.nan)
            for frame in (self.before, self.after)
        )
        return first, second

    @cached_property
    def places(self) -> Floats:
        """(m,) change of rank, below 0 is more deprived; NaN where it is not ranked in both."""
        first, second = self.both("rank")
        return np.asarray(second - first)

    def moved(self, column: str) -> int:
        """How many areas have another rank or decile, of those that have one in both."""
        first, second = self.both(column)
        return int(((first != second) & ~np.isnan(first + second)).sum())

    @property
    def newly_ranked(self) -> int:
        """How many areas of both are ranked in the second alone."""
        first, second = map(np.isnan, self.both("rank"))
        return int((first & ~second).sum())

    @property
    def no_longer_ranked(self) -> int:
        """How many areas of both are ranked in the first alone."""
        first, second = map(np.isnan, self.both("rank"))
        return int((~first & second).sum())

    def largest(self, most: int, parts: Mapping[str, Floats] | None) -> Iterator[Move]:
        """The areas that moved farthest, the farthest first; ties by code.

        Args:
            most: how many at most.
            parts: (m,) places by cause; None where they are not known.
        """
        distance = np.nan_to_num(np.abs(self.places))
        order = np.argsort(-distance, kind="stable")[:most]
        columns = [self.both(name) for name in ("index", "rank", "decile")]
        for row in order[distance[order] > 0].tolist():
            index, rank, decile = ([side[row] for side in column] for column in columns)
            name = self.after.loc[self.codes[row], "area_name"]
            yield Move(
                area_code=self.codes[row],
                area_name=name if isinstance(name, str) else None,
                index=(_number(index[0]), _number(index[1])),
                rank=(_place(rank[0]), _place(rank[1])),
                decile=(_place(decile[0]), _place(decile[1])),
                parts=_of_area(parts, row),
            )


def moves_between(before: Edition, after: Edition, files: tuple[str, str]) -> Moves:
    """The moves between two files of results.

    Raises:
        FileError: one of them is gone or damaged.
    """
    first, second = (
        _frame(edition, file) for edition, file in zip((before, after), files, strict=True)
    )
    return Moves(first, second)


def _frame(edition: Edition, file: str) -> pd.DataFrame:
    import pandas as pd  # noqa: PLC0415

    columns = ["area_code", "area_name", "index", "rank", "decile"]
    path = sound_path(edition, file)
    return pd.read_parquet(path, columns=columns, partitioning=None).set_index("area_code")


def _of_area(parts: Mapping[str, Floats] | None, row: int) -> dict[str, float] | None:
    """Places by cause of one area; None where they are not known of all causes."""
    found = {cause: float(part[row]) for cause, part in (parts or {}).items()}
    known = parts is not None and not np.isnan(list(found.values())).any()
    return found if known else None


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def _place(value: float) -> int | None:
    return None if np.isnan(value) else int(value)
