"""What a reader of a comparison should know before using its numbers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from mdi.comparison.mode import Mode
from mdi.errors import counted, listed
from mdi.normalisation import AsGiven
from mdi.result import IndexResult

if TYPE_CHECKING:
    from mdi.comparison.change import Comparison


def warnings_of(found: Comparison) -> Iterator[str]:
    """The warnings of a comparison, the gravest first."""
    earlier, later = found.earlier, found.later
    if found.mode is Mode.RELATIVE:
        yield (
            "relative: each year is measured against itself; a change is a change of place "
            "among the others, and where all improve alike nothing moves"
        )
    given = [name for name in _as_given(later) if name in later.table.offered]
    if given:
        yield (
            f"points as given: {', '.join(given)}; whether they can be compared over the years "
            "is for their publisher to say"
        )
    if earlier.ranked != later.ranked:
        yield f"ranked: {earlier.ranked} areas before, {later.ranked} after; ranks are among these"
    yield from _left_out(found)
    other = _other_domains(found)
    if other:
        yield f"domains with points differ before and after in {counted(other, 'area')}"


def _left_out(found: Comparison) -> Iterator[str]:
    """The areas that are not compared."""
    before, after = (set(r.table.codes) for r in (found.earlier, found.later))
    unranked = len(before & after) - len(found) - len(found.flagged)
    for count, words in (
        (len(before - after), "of the earlier table that the later one does not have"),
        (len(after - before), "of the later table that the earlier one does not have"),
        (unranked, "that one of the two does not rank"),
    ):
        if count:
            yield f"not compared: {counted(count, 'area')} {words}"
    if found.flagged:
        areas, least = counted(len(found.flagged), "area"), f"{found.least_quality:g}"
        low = [f"{code} ({quality:.2f})" for code, quality in found.flagged.items()]
        yield (
            f"not compared: {areas} whose borders moved, with figures that rest for a good part "
            f"on shares (quality below {least}): {listed(low)}"
        )


def _as_given(result: IndexResult) -> list[str]:
    """The indicators whose figures are taken as points."""
    rules = result.scoring.plan.figures
    leaves = result.tree.leaf_nodes()
    return [leaf.id for leaf in leaves if isinstance(rules[leaf.row].normalisation, AsGiven)]


def _other_domains(found: Comparison) -> int:
    """In how many areas a domain has points in one of the two results only."""
    rows = [node.row for node in found.later.tree.domains]
    before = np.isnan(found.earlier.points[rows][:, found.before])
    after = np.isnan(found.later.points[rows][:, found.after])
    return int((before != after).any(axis=0).sum())
