"""What was measured of each server, as a table."""

from __future__ import annotations

from collections.abc import Mapping

from benchmarks.measure import in_words
from benchmarks.service.latency import LEAN, PLAIN
from benchmarks.service.questions import Case
from benchmarks.service.throughput import Load

HEAD = (
    f"{'':<24}{'':<10}{'':>12}  {'one client waits':^20}  {'many clients at once':^40}\n"
    f"{'':<24}{'':<10}{'bytes':>12}{'plain':>11}{'lean':>11}"
    f"{'requests/s':>13}{'p50':>10}{'p99':>10}  clients"
)


def row(
    case: Case, name: str, size: int, alone: Mapping[tuple[str, str], float], load: Load
) -> str:
    """One case at one server."""
    waits = [shown(alone[name, kind]) if (name, kind) in alone else "" for kind in (PLAIN, LEAN)]
    return (
        f"{case.name:<24}{name:<10}{size:>12,}{waits[0]:>11}{waits[1]:>11}"
        f"{load.rate:>13,.1f}{shown(load.half):>10}{shown(load.most):>10}  {load.by}"
    )


def shown(seconds: float) -> str:
    """As `in_words`, with microseconds."""
    return f"{seconds * 1e6:.0f} µs" if seconds < 1e-3 else in_words(seconds)
