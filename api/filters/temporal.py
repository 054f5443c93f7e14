"""How times lie to one another.

Every time is an interval with both ends in it; an instant begins and ends at once. Relations
are those of the Time Ontology (W3C/OGC owl-time), as CQL2 names them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from api.filters.columns import Values
from api.filters.truth import Bools, Truth, where_known

Ticks = NDArray[np.int64]  # days or microseconds since 1970
MISSING = np.iinfo(np.int64).min  # what NaT is, seen as a whole number
OPEN_BEGIN, OPEN_END = MISSING + 1, np.iinfo(np.int64).max

RELATIONS: dict[str, Callable[[Span, Span], Bools]] = {
    "t_after": lambda a, b: a.begin > b.end,
    "t_before": lambda a, b: a.end < b.begin,
    "t_disjoint": lambda a, b: (a.end < b.begin) | (a.begin > b.end),
    "t_intersects": lambda a, b: (a.end >= b.begin) & (a.begin <= b.end),
    "t_equals": lambda a, b: (a.begin == b.begin) & (a.end == b.end),
    "t_contains": lambda a, b: (a.begin < b.begin) & (a.end > b.end),
    "t_during": lambda a, b: (a.begin > b.begin) & (a.end < b.end),
    "t_finishes": lambda a, b: (a.begin > b.begin) & (a.end == b.end),
    "t_finishedby": lambda a, b: (a.begin < b.begin) & (a.end == b.end),
    "t_starts": lambda a, b: (a.begin == b.begin) & (a.end < b.end),
    "t_startedby": lambda a, b: (a.begin == b.begin) & (a.end > b.end),
    "t_meets": lambda a, b: a.end == b.begin,
    "t_metby": lambda a, b: a.begin == b.end,
    "t_overlaps": lambda a, b: (a.begin < b.begin) & (a.end > b.begin) & (a.end < b.end),
    "t_overlappedby": lambda a, b: (a.begin > b.begin) & (a.begin < b.end) & (a.end > b.end),
}
OF_INSTANTS = ("t_after", "t_before", "t_disjoint", "t_intersects", "t_equals")


@dataclass(frozen=True, slots=True)
class Span:
    """Intervals of time (n,), or one ().

    Attributes:
        begin: the first day or microsecond.
        end: the last one.
    """

    begin: Ticks
    end: Ticks

    @property
    def known(self) -> Bools:
        """Where neither end is missing."""
        found: Bools = (self.begin != MISSING) & (self.end != MISSING)
        return found


def related(relation: str, left: Span, right: Span) -> Truth:
    """How times lie to others."""
    return where_known(RELATIONS[relation](left, right), left.known & right.known)


def ticks(moments: Values) -> Ticks:
    """Days or microseconds as whole numbers."""
    return moments.view(np.int64)


def of_years(years: NDArray[np.float64]) -> Span:
    """From the first of January to the last of December."""
    known = ~np.isnan(years)
    since = np.where(known, years, 1970).astype(np.int64) - 1970
    begin, end = (_days(since + more) for more in (0, 1))
    return Span(np.where(known, begin, MISSING), np.where(known, end - 1, MISSING))


def _days(since: Ticks) -> Ticks:
    days: Ticks = since.astype("M8[Y]").astype("M8[D]").view(np.int64)
    return days
