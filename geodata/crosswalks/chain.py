"""Changes that follow each other over the years, taken together as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """An old code, a new code, and the share of the old area that went there.

    Attributes:
        old: the code before.
        new: the code afterwards.
        share: the share of the old area that went there, 0 to 1.
        year: the first year of the new borders; None where all changes are of one step.
    """

    old: str
    new: str
    share: float = 1.0
    year: int | None = None


Step = Mapping[str, Sequence[Change]]


def steps_of(changes: Sequence[Change], since: int | None, until: int | None) -> list[Step]:
    """The changes of each year by old code, the earliest year first.

    Args:
        changes: all with a year, or all without: then they are one step.
        since: the year of the older borders; its changes and earlier ones are over. None: all.
        until: the year of the newer borders; later changes are still to come. None: all.
    """
    found: dict[int, dict[str, list[Change]]] = defaultdict(lambda: defaultdict(list))
    for change in changes:
        over = change.year is not None and since is not None and change.year <= since
        to_come = change.year is not None and until is not None and change.year > until
        if not (over or to_come):
            found[change.year or 0][change.old].append(change)
    return [found[year] for year in sorted(found)]


def chained(steps: Sequence[Step], codes: Sequence[str]) -> list[Change]:
    """From the oldest codes to the newest: shares of steps are multiplied, and those of all ways added.

    A merger has shares of 1 in every step, and so in the end. A part of an area is taken to be
    spread evenly over the area it went to, when that is split in its turn.

    Args:
        steps: the changes of each step, in their order; an area that is not named stays.
        codes: the oldest codes.
    """
    ways = {code: {code: 1.0} for code in codes}
    for step in steps:
        ways = {code: _through(step, parts) for code, parts in ways.items()}
    return [Change(old, new, share) for old, parts in ways.items() for new, share in parts.items()]


def _through(step: Step, parts: Mapping[str, float]) -> dict[str, float]:
    """Where the parts of an area are after one more step."""
    found: dict[str, float] = defaultdict(float)
    for code, share in parts.items():
        for change in step.get(code) or (Change(code, code),):
            found[change.new] += share * change.share
    return found
