"""Which ranks of a draw are in which tenth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mdi.core.threads import spread
from mdi.fitted import Floats, Ints
from mdi.ranking import Deciles, deciles
from mdi.result import IndexResult
from mdi.sensitivity.drawing import Ranks


@dataclass(frozen=True, slots=True, eq=False)
class Tenths:
    """How the areas of a draw are divided into ten, as those of the result are.

    Attributes:
        rules: by areas or by population, and to which side a boundary belongs.
        least: with fewer ranked areas there are no tenths.
        population: (m,) inhabitants of the areas that are drawn.
        members: the positions of those that are in the most deprived tenth of the result.
        ranked: how many areas have a rank in every draw, where others are ranked with these;
            None: as many of these as have one.
    """

    rules: Deciles
    least: int
    population: Floats
    members: Ints
    ranked: int | None = None

    @classmethod
    def of(cls, result: IndexResult, areas: Ints) -> Tenths:
        """The tenths of a result, over the (m,) areas that are drawn."""
        return cls(
            rules=result.method.deciles,
            least=result.method.min_for_deciles,
            population=result.table.population[areas],
            members=np.flatnonzero(result.decile[areas] == 1),
        )

    def limits(self, ranks: Ranks) -> Ints:
        """(draws, 10) the last rank of each tenth; 0 where there are no tenths.

        Args:
            ranks: (draws, m) ranks; 0 for none.
        """
        from mdi.core.rank_counts import ranked_in  # noqa: PLC0415

        ranked = np.full(len(ranks), self.ranked or 0, np.int64)
        if self.ranked is None:
            spread(lambda run: ranked_in(ranks[run], ranked[run]), len(ranks))
        if self.rules.by == "areas":
            last = {count: self._by_areas(count) for count in set(ranked.tolist())}
            return np.array([last[count] for count in ranked.tolist()])
        return np.array(
            [self._by_rank(row, n) for row, n in zip(ranks, ranked.tolist(), strict=True)]
        )

    def _by_areas(self, ranked: int) -> Ints:
        """The last rank of each tenth of so many areas."""
        upwards = np.arange(1, ranked + 1, dtype=np.int32)
        tenth = deciles(upwards, ranked, self.least, self.rules.rule)
        if not tenth.any():
            return np.zeros(10, np.int64)
        return np.searchsorted(tenth, np.arange(1, 11), side="right").astype(np.int64)

    def _by_rank(self, ranks: Ranks, ranked: int) -> Ints:
        """The last rank of each tenth of the inhabitants."""
        tenth = self.rules.of(ranks.astype(np.int32), ranked, self.least, self.population)
        last = np.zeros(11, np.int64)
        np.maximum.at(last, tenth, ranks)
        last[0] = 0
        return np.maximum.accumulate(last)[1:]
