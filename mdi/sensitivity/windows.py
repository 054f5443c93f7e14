"""Where quantiles of ranks are looked for: windows that are set from the first draws.

A window is wide enough that the quantile of all draws lies in it but for very bad luck. Where it
does not, and where ranks were counted a few together to save memory, the draws are made again and
counted in the narrower window that is then known: a quantile is never an estimate.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mdi.core.threads import spread
from mdi.fitted import Ints
from mdi.sensitivity.drawing import NARROW, Ranks

QUANTILES = np.array([50, 500, 950])  # thousandths
WIDE = 6.0  # standard errors of the first draws to either side
ROOM = 96 << 20  # bytes of bins


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """Windows of m areas, and how many draws fell in each of their bins.

    Attributes:
        most: the highest rank.
        edges: (m, 6) the first rank of each window, and the one after its last; upwards.
        shift: a bin holds 2 to this power of ranks.
        starts: (m + 1,) where the bins of each area begin.
        bins: see `mdi.core.rank_counts.count_ranks`.
    """

    most: int
    edges: Ints
    shift: int
    starts: Ints
    bins: NDArray[Any]

    @classmethod
    def over(cls, low: Ints, high: Ints, most: int, draws: int) -> Windows:
        """Empty windows.

        Args:
            low: (3, m) the first rank that the quantile may be.
            high: (3, m) the one after the last.
            most: the highest rank.
            draws: how many will be counted at most.
        """
        counter = np.dtype(np.uint16 if draws <= NARROW else np.uint32)
        shift, edges = 0, _edges(low, high, 0)
        widest = int((high - low).max())  # has two bins at least, or it would not be narrowed
        while _sizes(edges, shift).sum() * counter.itemsize > ROOM and widest >> shift > 3:
            shift += 1
            edges = _edges(low, high, shift)
        starts = np.append(0, np.cumsum(_sizes(edges, shift)))
        return cls(most, edges, shift, starts, np.zeros(starts[-1], counter))

    @classmethod
    def guessed(cls, ranks: Ranks, most: int, draws: int) -> Windows:
        """Windows around the quantiles of the first (draws, m) ranks."""
        from mdi.core.rank_counts import rank_quantiles  # noqa: PLC0415

        share, first = QUANTILES / 1000, len(ranks)
        wide = WIDE if first < draws else 0.0  # all draws are there
        reach = 1000 * wide * np.sqrt(share * (1 - share) / first)
        asked = np.clip(np.rint([QUANTILES - reach, QUANTILES + reach]), 1, 1000).astype(np.int64)
        each, place = np.unique(asked, return_inverse=True)
        found = np.empty((len(each), ranks.shape[1]), np.int64)
        spread(
            lambda run: rank_quantiles(ranks, (run.start, run.stop), most, each, found),
            ranks.shape[1],
        )
        low, high = found[place.reshape(asked.shape)]
        return cls.over(np.maximum(low, 1), high + 1, most, draws)

    def add(self, ranks: Ranks, limits: Ranks, total: Ints, within: Ints) -> None:
        """Count some draws: see `mdi.core.rank_counts.count_ranks`.

        Args:
            ranks: (draws, m).
            limits: (l, draws) of the type of the ranks.
            total: (m,) is added to.
            within: (l + 1, m) is added to.
        """
        from mdi.core.rank_counts import count_ranks  # noqa: PLC0415

        spread(
            lambda run: count_ranks(
                *(ranks, (run.start, run.stop), limits, self.edges, self.starts, self.shift),
                *(self.bins, total, within),
            ),
            ranks.shape[1],
        )

    def narrowed(self, ranked: Ints) -> tuple[Ints, Ints]:
        """(3, m) the first rank that each quantile may be, and the one after the last.

        Args:
            ranked: (m,) the draws in which an area has a rank.
        """
        from mdi.core.rank_counts import quantiles_within  # noqa: PLC0415

        low, high = np.empty((2, len(QUANTILES), len(ranked)), np.int64)
        quantiles_within(
            *(self.bins, self.starts, self.edges, self.shift, self.most),
            *(ranked, QUANTILES, low, high),
        )
        return low, high


def _edges(low: Ints, high: Ints, shift: int) -> Ints:
    """(m, 6) windows of whole bins, each beginning where the one before it ends, or later."""
    edges = np.empty((low.shape[1], 2 * len(low)), np.int64)
    end: Ints | int = 1
    for place, (first, after) in enumerate(zip(low, high, strict=True)):
        edges[:, 2 * place] = start = np.maximum(first, end)
        bins = -(-np.maximum(after - start, 0) >> shift)
        edges[:, 2 * place + 1] = end = start + (bins << shift)
    return edges


def _sizes(edges: Ints, shift: int) -> Ints:
    """(m,) how many bins each area has, those between the windows included."""
    ranks = edges[:, 1::2] - edges[:, ::2]
    return np.asarray((ranks >> shift).sum(axis=1) + ranks.shape[1] + 1)
