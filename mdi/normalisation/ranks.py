"""Rules whose points follow from the rank alone, and their fitted scale."""

from __future__ import annotations

from abc import abstractmethod
from threading import Lock
from typing import TYPE_CHECKING, Literal

import numpy as np
from cachetools import LRUCache, cached

from mdi.fitted import Bools, Floats
from mdi.normalisation.rule import Rule

if TYPE_CHECKING:
    from mdi.normalisation.rank_scale import RankScale

LONGEST_TABLE = 100_000  # areas
KEPT_BYTES = 64 << 20  # of tables that depend on the number of areas alone


class RankRule(Rule):
    """A rule whose points follow from the rank alone.

    Attributes:
        ties: `average`: equal figures share the mean of their ranks. `as_published`: they
            share the rank that publishers print, the one of the most deprived of them.
    """

    ties: Literal["average", "as_published"] = "average"

    @abstractmethod
    def points_of(self, rank: Floats, count: int) -> Floats:
        """Points of ascending ranks (1 is the best off) among so many areas.

        A figure below all of the reference has rank ½.
        """

    def fit(self, values: Floats, sign: float, reference: Bools) -> RankScale:
        """See `Rule.fit`: the figures of the reference are the scale."""
        from mdi.normalisation.rank_scale import scale_of  # noqa: PLC0415

        return scale_of(self, sign, values[reference])

    def apply(self, values: Floats, sign: float, reference: Bools, points: Floats) -> None:
        """See `Rule.apply`."""
        rows = values[np.newaxis], np.array([sign]), reference, points[np.newaxis]
        self.apply_rows(*rows)

    def apply_rows(self, values: Floats, signs: Floats, reference: Bools, points: Floats) -> None:
        """See `Rule.apply_rows`; rows with as many values share a table and one call."""
        from mdi.core.ranking import count_valid_rows, points_by_rank_rows  # noqa: PLC0415

        counts = count_valid_rows(values, reference)
        for count in sorted(set(counts.tolist())):
            rows = np.flatnonzero(counts == count)
            if count <= LONGEST_TABLE:
                table = table_of(self, count)[1:]
                shared = self.ties == "as_published"
                points_by_rank_rows(values, signs, reference, rows, table, shared, points)
                continue
            for row in rows.tolist():
                self._apply_long(values[row], signs[row], reference, points[row])

    def _apply_long(self, values: Floats, sign: float, reference: Bools, points: Floats) -> None:
        """`apply` for so many areas that a table of all ranks costs more than it saves."""
        from mdi.core.ranking import points_by_group, tie_groups  # noqa: PLC0415

        group = np.empty(values.size, np.int32)
        ranks = tie_groups(values, sign, reference, self.ties == "as_published", group)
        points_by_group(group, self.points_of(ranks, int((group >= 0).sum())), points)


@cached(LRUCache(KEPT_BYTES, getsizeof=lambda table: table.nbytes), lock=Lock())
def table_of(rule: RankRule, count: int) -> Floats:
    """Points of the ranks ½, 1, 1½, 2, … count."""
    return rule.points_of(np.arange(1, 2 * count + 1) / 2.0, count) if count else np.empty(0)
