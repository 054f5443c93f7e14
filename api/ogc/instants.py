"""Times: an instant or an interval, as `datetime=` has it (RFC 3339, 5.6; OGC 17-069r4, 7.15.4)."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time

OPEN = {"", ".."}
EXPECTED = "2025-01-01, 2025-01-01T12:00:00Z, or two of them with a slash: 2025-01-01/.."
WRITTEN = re.compile(
    r"(\d{4}-\d\d-\d\d)([Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d))?", re.ASCII
)

Times = tuple[datetime | None, datetime | None]  # the first and the last; None where it is open


def read_times(text: str) -> Times:
    """An instant, or two with a slash between them, of which one may be open: `..`.

    Raises:
        ValueError: it is no such time; says what was expected.
    """
    first, slash, last = text.partition("/")
    begin, end = _moment(first, time.min), _moment(last if slash else first, time.max)
    if (begin is None and end is None) or (begin and end and begin > end):
        raise ValueError(EXPECTED)
    return begin, end


def touches(times: Times, interval: tuple[str, str]) -> bool:
    """Whether times have a moment in common with an interval.

    Args:
        times: what is asked.
        interval: its first and last moment.
    """
    (first, last), (begin, end) = times, map(datetime.fromisoformat, interval)
    return (first is None or first <= end) and (last is None or last >= begin)


def _moment(text: str, at: time) -> datetime | None:
    """An instant; of a day, the moment of it that is named; None where it is open."""
    if text in OPEN:
        return None
    day, clock = _parts(text)
    try:
        if clock is None:
            return datetime.combine(date.fromisoformat(day), at, UTC)
        return datetime.fromisoformat(text.upper())
    except ValueError:
        raise ValueError(EXPECTED) from None


def _parts(text: str) -> tuple[str, str | None]:
    """The day of an instant, and what stands behind it."""
    found = WRITTEN.fullmatch(text)
    if found is None:
        raise ValueError(EXPECTED)
    return found[1], found[2]
