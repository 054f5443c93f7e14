"""What caused a change: the data, the weights, the method, or what it is measured with."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import combinations
from math import factorial
from typing import Literal

import numpy as np

from mdi.comparison.mode import Mode, mode_of
from mdi.engine import compute
from mdi.errors import ComputationError, MdiError
from mdi.fitted import Floats
from mdi.methods.model import Method
from mdi.result import IndexResult
from mdi.table import IndicatorTable
from mdi.weights.model import WeightSet
from mdi.yardstick import Yardstick

MOST = 10  # factors; every one doubles the work
WITH_A_TABLE = (
    "A yardstick goes with its own weights and method; where these differ between the "
    "versions, give the table of the base year as the reference."
)

Measure = Literal["index", "rank"]


@dataclass(frozen=True, slots=True)
class Version:
    """All that a result follows from.

    Attributes:
        table: the figures, with their domains and borders.
        weights: the weights of the domains.
        method: the rules.
        reference: what it is measured with. None: the areas of the table itself. A table,
            such as that of a base year: its areas, under the weights and the method of
            this version. A yardstick: what was fitted, and only with the weights and the
            method that it was fitted with.
    """

    table: IndicatorTable
    weights: WeightSet
    method: Method
    reference: IndicatorTable | Yardstick | None = None

    def result(self) -> IndexResult:
        """The index of this version.

        Raises:
            DeclarationError: a yardstick was fitted with other weights or another method.
        """
        reference = self.reference
        if isinstance(reference, IndicatorTable):
            reference = compute(reference, weights=self.weights, method=self.method).yardstick
        return compute(self.table, weights=self.weights, method=self.method, reference=reference)


@dataclass(frozen=True, slots=True, eq=False)
class Attribution:
    """The change of every area, divided over its causes without a rest.

    Attributes:
        measure: what changed, the index or the rank.
        modes: what the first and the second version are measured against.
        codes: (m,) the areas that have it in both versions and in all mixtures of them.
        before: (m,) the index or rank of the first version.
        after: (m,) that of the second.
        causes: (m,) the part of each cause; they sum to ``after − before``.
    """

    measure: Measure
    modes: tuple[Mode, Mode]
    codes: tuple[str, ...]
    before: Floats
    after: Floats
    causes: Mapping[str, Floats]


def attribute(before: Version, after: Version, measure: Measure = "index") -> Attribution:
    """Divide the change between two versions over what differs in them.

    Every order in which the differences can be brought in counts alike. Where another
    method gives the index another scale, the rank is the measure to ask for.

    Raises:
        ComputationError: nothing differs, a mixture of both cannot be computed, or no
            area has an index in all of them.

    Source: formula F33 (Shapley values).
    """
    names = [field.name for field in fields(Version)]
    factors = [name for name in names if _differ(getattr(before, name), getattr(after, name))]
    if not factors:
        raise ComputationError("Both versions are the same; there is no change to explain.")
    codes = sorted(set(before.table.codes) & set(after.table.codes))
    modes = {}

    def value(changed: frozenset[str]) -> Floats:
        result = _mixture(before, after, changed)
        modes[changed] = mode_of(result)
        rows = [result.positions[code] for code in codes]
        numbers = result.index if measure == "index" else _ranks(result)
        return np.asarray(numbers[rows])

    parts, first, last = shapley(value, factors)
    known = ~np.isnan(sum(parts.values(), np.zeros(len(codes))))
    if not known.any():
        raise ComputationError("No area has an index in both versions and all their mixtures.")
    return Attribution(
        measure=measure,
        modes=(modes[frozenset()], modes[frozenset(factors)]),
        codes=tuple(code for code, here in zip(codes, known.tolist(), strict=True) if here),
        before=first[known],
        after=last[known],
        causes={name: part[known] for name, part in parts.items()},
    )


def shapley(
    value: Callable[[frozenset[str]], Floats], factors: Sequence[str]
) -> tuple[dict[str, Floats], Floats, Floats]:
    """The Shapley value of every factor.

    Args:
        value: what comes out when these factors are changed and the others are not.
        factors: their names; at most ten.

    Returns:
        The part of each factor, and what comes out with none and with all changed; the
        parts sum to the difference.

    Raises:
        ComputationError: there are too many factors.

    Source: formula F33: φ_f = Σ_T |T|! (m − |T| − 1)! ÷ m! · [v(T ∪ f) − v(T)].
    """
    count = len(factors)
    if count > MOST:
        raise ComputationError(f"{count} causes are too many; at most {MOST} can differ.")
    subsets = [frozenset(some) for size in range(count + 1) for some in combinations(factors, size)]
    worth = {subset: value(subset) for subset in subsets}

    def part(factor: str) -> Floats:
        terms = [
            factorial(len(subset)) * factorial(count - len(subset) - 1) / factorial(count)
            * (worth[subset | {factor}] - worth[subset])
            for subset in subsets
            if factor not in subset
        ]  # fmt: skip
        return np.asarray(np.sum(terms, axis=0))

    found = {factor: part(factor) for factor in factors}
    return found, worth[frozenset()], worth[frozenset(factors)]


def _differ(one: object, other: object) -> bool:
    """Whether two parts of versions differ; yardsticks are known by their fingerprints."""
    first, second = (
        part.fingerprint if isinstance(part, Yardstick) else part for part in (one, other)
    )
    return first != second


def _mixture(before: Version, after: Version, changed: frozenset[str]) -> IndexResult:
    """The index of the first version with these parts of the second.

    Raises:
        ComputationError: the parts do not go together; the reasons are told.
    """
    version = replace(before, **{name: getattr(after, name) for name in changed})
    try:
        return version.result()
    except MdiError as error:
        mixed = f"with the {', '.join(sorted(changed))} of the second" if changed else "alone"
        hint = WITH_A_TABLE if isinstance(version.reference, Yardstick) else error.hint
        raise ComputationError(
            f"The first version {mixed} cannot be computed: {error.message}", error.problems, hint
        ) from None


def _ranks(result: IndexResult) -> Floats:
    """(n,) ranks as numbers; NaN where an area is not ranked."""
    return np.where(result.rank > 0, result.rank, np.nan)
