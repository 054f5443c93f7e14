"""The one clock: for publishing, locks and keys. What it says is never in an edition."""

from __future__ import annotations

from datetime import UTC, datetime

STAMP = "%Y-%m-%dT%H:%M:%SZ"


def now() -> str:
    """The time in UTC to the second, as in ISO 8601: `2026-01-31T02:30:12Z`."""
    return moment().strftime(STAMP)


def moment() -> datetime:
    """The time in UTC."""
    return datetime.now(UTC)


def seconds_since(stamp: str) -> float:
    """How long ago a time was that `now` told."""
    then = datetime.strptime(stamp, STAMP).replace(tzinfo=UTC)
    return (moment() - then).total_seconds()
