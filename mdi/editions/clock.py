"""The one clock: for when something was published, and who holds a store. Never in an edition."""

from __future__ import annotations

from datetime import UTC, datetime

STAMP = "%Y-%m-%dT%H:%M:%SZ"


def now() -> str:
    """The time in UTC to the second, as in ISO 8601: `2026-01-31T02:30:12Z`."""
    return datetime.now(UTC).strftime(STAMP)


def seconds_since(stamp: str) -> float:
    """How long ago a time was that `now` told."""
    then = datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)
    return (datetime.now(UTC) - then).total_seconds()
