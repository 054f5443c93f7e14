"""What a local statistic finds: a number, a p-value and a kind for each area."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from geodata.neighbours import Bools, Floats
from geodata.spatial.chance import Chance
from geodata.spatial.fdr import fdr_cut
from geodata.spatial.kinds import KINDS, Kinds, kinds_of

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False)
class LocalStatistic:
    """A local statistic of every area; arrays have one entry per area (n,).

    Attributes:
        name: which statistic.
        codes: area codes.
        statistic: its value; NaN for an area without a value or without neighbours.
        own: what decides whether the area is high, above 0; NaN where it has no value.
        around: what decides whether its surroundings are; NaN where it has no neighbours.
        p: two-sided p-value of the area alone; NaN where nothing was tested.
        chance: the permutations, seed and level.
    """

    name: str
    codes: tuple[str, ...]
    statistic: Floats
    own: Floats
    around: Floats
    p: Floats
    chance: Chance

    def __len__(self) -> int:
        """How many areas there are."""
        return len(self.codes)

    @cached_property
    def cut(self) -> float:
        """Areas whose p is at or below it are significant; 0 where none is."""
        return fdr_cut(self.p, self.chance.level)

    @cached_property
    def significant(self) -> Bools:
        """Which areas differ from what chance does, false findings held at the level (n,)."""
        found: Bools = self.p <= self.cut
        return found

    @cached_property
    def kind(self) -> Kinds:
        """What each area is, as a place in `KINDS` (n,)."""
        return kinds_of(self.own, self.around, self.significant)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is to be said about the significance, in words."""
        least, tested = self.chance.least, int((~np.isnan(self.p)).sum())
        lowest = int((self.p <= least).sum())
        if self.cut > 0 or not lowest:
            return ()
        needed = int(np.ceil(least * tested / self.chance.level))
        note = (
            f"{lowest} of {tested} areas have the lowest p that {self.chance.permutations} "
            f"permutations can give, {least:g}; it takes {needed} of them for any to be "
            "significant, or more permutations"
        )
        return (note,)

    @property
    def kinds(self) -> tuple[str, ...]:
        """What each area is, in words (n)."""
        return tuple(KINDS[kind] for kind in self.kind)

    def counts(self) -> dict[str, int]:
        """How many areas there are of each kind."""
        found = np.bincount(self.kind, minlength=len(KINDS)).tolist()
        return dict(zip(KINDS, found, strict=True))

    def to_frame(self) -> pd.DataFrame:
        """One row per area: `area_code, statistic, own, around, p, significant, kind`."""
        import pandas as pd  # noqa: PLC0415

        return pd.DataFrame(
            {
                "area_code": pd.Series(self.codes, dtype="str"),
                "statistic": self.statistic,
                "own": self.own,
                "around": self.around,
                "p": self.p,
                "significant": self.significant,
                "kind": pd.Series(self.kinds, dtype="str"),
            }
        )
