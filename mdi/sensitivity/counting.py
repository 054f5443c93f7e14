"""From the ranks of all draws to what is said of every area, and of the whole.

Ranks are kept as they are, in the narrowest type, and counted at the end: quantiles are exact.
Where they would not fit, a part of the areas is kept at a time and the draws are made again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mdi.core.threads import spread
from mdi.fitted import Floats, Ints
from mdi.sensitivity.collecting import Collecting
from mdi.sensitivity.drawing import Ranks, rank_type
from mdi.sensitivity.tenths import Tenths

ROOM = 320 << 20  # bytes of ranks that are kept at a time
QUANTILES = (50, 500, 950)  # thousandths


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
    draws, areas = drawing.draws, len(drawing.areas)
    width = max(1, min(areas, ROOM // (draws * rank_type(areas)().itemsize)))
    counts = Counts(
        quantiles=np.zeros((len(QUANTILES), areas), np.int64),
        total=np.zeros(areas, np.int64),
        ranked=np.zeros(areas, np.int64),
        top=np.zeros(areas, np.int64),
        tenths=np.zeros((areas, 10), np.int64),
        overlap=np.zeros(draws, np.int64),
    )
    for start in range(0, areas, width):
        part = slice(start, min(start + width, areas))
        kept, limits = _kept(collecting, tenths, part)
        _count(kept, limits, part, counts, top)
        members = tenths.members[(part.start <= tenths.members) & (tenths.members < part.stop)]
        counts.overlap[:] += _overlap(kept, members - part.start, limits)
    return counts


def _kept(collecting: Collecting, tenths: Tenths, part: slice) -> tuple[Ranks, Ints]:
    """The (draws, m) ranks of some areas, and the (draws, 10) last rank of each tenth."""
    draws, areas = collecting.drawing.draws, len(collecting.drawing.areas)
    kept = np.empty((draws, part.stop - part.start), rank_type(areas))
    limits = np.empty((draws, 10), np.int64)
    whole = kept.shape[1] == areas
    for first, block in collecting.blocks(kept if whole else None):
        here = slice(first, first + len(block))
        if not whole:
            kept[here] = block[:, part]
        limits[here] = tenths.limits(block)
    return kept, limits


def _count(kept: Ranks, limits: Ints, part: slice, counts: Counts, top: int) -> None:
    """Fill in what is said of these areas."""
    from mdi.core.rank_counts import rank_counts  # noqa: PLC0415

    asked = np.unique(np.append(limits[0], top))
    within = np.empty((len(asked) + 1, kept.shape[1]), np.int64)
    found, total = counts.quantiles[:, part], counts.total[part]
    most, quantiles = len(counts.total), np.array(QUANTILES)
    spread(
        lambda run: rank_counts(
            kept, (run.start, run.stop), most, quantiles, asked, found, total, within
        ),
        kept.shape[1],
    )
    place = np.searchsorted(asked, np.append(limits[0], top))
    counts.ranked[part], counts.top[part] = within[-1], within[place[-1]]
    same = bool((limits == limits[0]).all())
    upto = within[place[:-1]] if same else _upto(kept, limits)
    counts.tenths[part] = np.diff(upto, axis=0, prepend=0).T


def _upto(kept: Ranks, limits: Ints) -> Ints:
    """(10, m) the draws in which areas are in each tenth or a more deprived one."""
    upto = np.zeros((10, kept.shape[1]), np.int64)
    for ranks, ends in zip(kept, limits, strict=True):
        upto += (ranks > 0) & (ranks <= ends[:, np.newaxis])
    return upto


def _overlap(kept: Ranks, members: Ints, limits: Ints) -> Ints:
    """(draws,) how many of these areas are in the most deprived tenth of each draw."""
    from mdi.core.rank_counts import kept_within  # noqa: PLC0415

    found, first = np.empty(len(kept), np.int64), limits[:, 0].copy()
    spread(lambda run: kept_within(kept[run], members, first[run], found[run]), len(kept))
    return found


def shares(counts: Ints, of: Ints | int) -> Floats:
    """Counts as shares; NaN of nothing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(counts / np.asarray(of, np.float64))
