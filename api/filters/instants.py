"""Days and moments as RFC 3339 writes them."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import numpy as np

from api.filters.errors import refused
from api.filters.model import Instant

DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)


def day(text: object) -> Instant:
    """A date, `2025-01-31`.

    Raises:
        FilterError: there is no such day.
    """
    if isinstance(text, str) and DAY.fullmatch(text):
        try:
            return Instant(np.datetime64(date.fromisoformat(text), "D"))
        except ValueError:
            pass
    raise refused(f"{_shown(text)} is no date", "a day such as DATE('2025-01-31')")


def moment(text: object) -> Instant:
    """A timestamp, `2025-01-31T12:00:00Z`, to the microsecond.

    Raises:
        FilterError: there is no such moment.
    """
    found = MOMENT.fullmatch(text) if isinstance(text, str) else None
    if found:
        on, at, fraction, zone = found.groups()
        try:
            read = datetime.fromisoformat(f"{on}T{at}{(fraction or '')[:7]}{zone}")
            return Instant(np.datetime64(read.astimezone(UTC).replace(tzinfo=None), "us"))
        except (ValueError, OverflowError):
            pass
    what = f"{_shown(text)} is no timestamp"
    raise refused(what, "a moment in UTC such as TIMESTAMP('2025-01-31T12:00:00Z')")


def either(text: object) -> Instant:
    """A date or a timestamp, told by the `T` in it."""
    return moment(text) if isinstance(text, str) and "T" in text else day(text)


def _shown(text: object) -> str:
    return f"'{text[:40]}'" if isinstance(text, str) else "what is given"
