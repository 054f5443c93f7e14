"""Which results may not be subtracted, and why.

Source: formula F36; no difference across modes, sets of indicators or methods.
"""

from __future__ import annotations

from collections.abc import Iterator

from mdi.account import with_figures
from mdi.comparison.mode import Mode, measured_by, mode_in_words, mode_of
from mdi.errors import Problem
from mdi.methods.model import Method
from mdi.result import IndexResult
from mdi.table import Figures, IndicatorTable
from mdi.weights.model import WeightSet

LABELS = {"id", "name", "note"}  # of a method: they decide nothing


def not_comparable(earlier: IndexResult, later: IndexResult) -> list[Problem]:
    """Why scores and ranks of the one may not be subtracted from the other; empty if they may."""
    return [
        *_other_areas(earlier.table, later.table),
        *_other_indicators(earlier, later),
        *_other_weights(earlier.weights, later.weights),
        *_other_method(earlier.method, later.method),
        *_other_mode(earlier, later),
    ]


def _other_areas(earlier: IndicatorTable, later: IndicatorTable) -> Iterator[Problem]:
    if earlier.geography.id != later.geography.id:
        yield Problem(f"the geographies differ: {earlier.geography.id} and {later.geography.id}")
    if earlier.level != later.level:
        yield Problem(f"the levels differ: {earlier.level} and {later.level}")


def _other_indicators(earlier: IndexResult, later: IndexResult) -> Iterator[Problem]:
    before, after = with_figures(earlier), with_figures(later)
    pairs = (("earlier", before, after), ("later", after, before))
    only = [
        f"only the {which} has {', '.join(names)}"
        for which, own, other in pairs
        if (names := [name for name in own if name not in other])
    ]
    if only:
        yield Problem(
            f"the sets of indicators differ: {'; '.join(only)}",
            hint="compute both from the indicators that both tables have",
        )
    otherwise = list(_measured_otherwise(earlier.table, later.table, set(before) & set(after)))
    if otherwise:
        yield Problem(
            f"indicators are measured otherwise: {', '.join(otherwise)}",
            hint="take both from sources that measure the same",
        )
    if earlier.table.domains != later.table.domains:
        yield Problem("the domains or their indicators are declared otherwise")


def _measured_otherwise(
    earlier: IndicatorTable, later: IndicatorTable, names: set[str]
) -> Iterator[str]:
    """The indicators of which the figures are of another kind."""
    figures = {found.indicator.id: found for found in later.figures}
    for before in earlier.figures:
        name = before.indicator.id
        if name in names and (kinds := _other_kinds(before, figures[name])):
            yield f"{name} ({', '.join(kinds)})"


def _other_kinds(before: Figures, after: Figures) -> list[str]:
    kinds = ("direction", "unit", "proxy")
    return [kind for kind in kinds if getattr(before, kind) != getattr(after, kind)]


def _other_weights(earlier: WeightSet, later: WeightSet) -> Iterator[Problem]:
    before, after = earlier.weights, later.weights
    names = [n for n in {**before, **after} if before.get(n, 0.0) != after.get(n, 0.0)]
    if names:
        yield Problem(f"the weights differ ({earlier.id}, {later.id}): {', '.join(names)}")
    elif earlier.base != later.base:
        yield Problem(f"the weights are parts of {earlier.base:g} and of {later.base:g}")


def _other_method(earlier: Method, later: Method) -> Iterator[Problem]:
    names = [
        name
        for name in Method.model_fields
        if name not in LABELS and getattr(earlier, name) != getattr(later, name)
    ]
    if names:
        yield Problem(f"the methods differ ({earlier.id}, {later.id}): {', '.join(names)}")


def _other_mode(earlier: IndexResult, later: IndexResult) -> Iterator[Problem]:
    modes = {mode_of(earlier), mode_of(later)}
    alike = len(modes) == 1 and Mode.FIXED not in modes
    one = Mode.GOALPOSTS not in modes and measured_by(earlier) == measured_by(later)
    if not (alike or one):
        words = f"the earlier is {mode_in_words(earlier)}, the later {mode_in_words(later)}"
        yield Problem(
            f"they are measured against different things: {words}",
            hint="measure both with one yardstick: compute(later, reference=earlier)",
        )
