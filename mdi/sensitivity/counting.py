"""From the ranks of all draws to what is said of every area, and of the whole.

Draws are counted a part at a time and forgotten, so that memory does not grow with them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mdi.core.threads import spread
from mdi.fitted import Floats, Ints
from mdi.sensitivity.collecting import Collecting
from mdi.sensitivity.drawing import Ranks
from mdi.sensitivity.tenths import Tenths
from mdi.sensitivity.windows import Windows


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Counts over all draws, of m areas.

    Attributes:
        quantiles: (3, m) the ranks that 5, 50 and 95 % of the draws do not exceed.
        total: (m,) the sum of the ranks.
        ranked: (m,) the draws in which the area has a rank.
        top: (m,) the draws in which it is among the top K.
        tenths: (m, 10) the draws in which it is in each tenth.
        overlap: (draws,) how many areas of the most deprived tenth of the index are in it.
    """

    quantiles: Ints
    total: Ints
    ranked: Ints
    top: Ints
    tenths: Ints
    overlap: Ints


def count(collecting: Collecting, tenths: Tenths, top: int) -> Counts:
    """Make all draws, and count.

    Args:
        collecting: makes the draws.
        tenths: how the areas of a draw are divided into ten.
        top: K.
    """
    drawing = collecting.drawing
    areas, windows = len(drawing.areas), None
    total, within = np.zeros(areas, np.int64), np.zeros((12, areas), np.int64)
    overlap = np.empty(drawing.draws, np.int64)
    for first, ranks in collecting.parts():
        if windows is None:
            windows = Windows.guessed(ranks, drawing.most, drawing.draws)
        ends = tenths.limits(ranks)
        limits = np.column_stack([ends, np.full(len(ranks), min(top, drawing.most))])
        windows.add(ranks, np.ascontiguousarray(limits.T, ranks.dtype), total, within)
        _overlap(ranks, tenths.members, ends, overlap[first : first + len(ranks)])
    assert windows is not None  # noqa: S101 - there is one draw at least
    return Counts(
        quantiles=_quantiles(collecting, windows, within[-1]),
        total=total,
        ranked=within[-1],
        top=within[-2],
        tenths=np.diff(within[:10], axis=0, prepend=0).T,
        overlap=overlap,
    )


def _quantiles(collecting: Collecting, windows: Windows, ranked: Ints) -> Ints:
    """(3, m) quantiles; draws are made again for those that are not yet known to the rank."""
    low, high = windows.narrowed(ranked)
    while (left := np.flatnonzero((high - low > 1).any(axis=0))).size:
        again = Windows.over(low[:, left], high[:, left], windows.most, collecting.drawing.draws)
        spare = np.zeros((2, left.size), np.int64)
        for _, ranks in collecting.parts():
            here, none = ranks[:, left], np.empty((0, len(ranks)), ranks.dtype)
            again.add(here, none, spare[0], spare[1:])
        low[:, left], high[:, left] = again.narrowed(ranked[left])
    return low


def _overlap(ranks: Ranks, members: Ints, limits: Ints, found: Ints) -> None:
    """Write how many of these areas are in the most deprived tenth of each of some draws."""
    from mdi.core.rank_counts import kept_within  # noqa: PLC0415

    first = limits[:, 0].copy()
    spread(lambda run: kept_within(ranks[run], members, first[run], found[run]), len(ranks))


def shares(counts: Ints, of: Ints | int) -> Floats:
    """Counts as shares; NaN of nothing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(counts / np.asarray(of, np.float64))
