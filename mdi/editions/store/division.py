"""A change of rank divided over its causes, computed from what two editions hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from mdi.comparison import shapley
from mdi.editions.store.contents import Contents
from mdi.engine import compute
from mdi.errors import ComputationError
from mdi.fitted import Floats
from mdi.table import IndicatorTable

DATA, DEFINITION, WEIGHTS, METHOD = "data", "definition", "weights", "method"
COMPUTED = (DATA, DEFINITION, WEIGHTS, METHOD)  # what ranks follow from, but for the engine
OTHER_ENGINE = "the engine of now does not give the ranks that stand in the editions"


class Mixtures:
    """The figures of one level and year in two editions, and whatever lies in between.

    Tables are read once for all weight sets and methods.
    """

    def __init__(self, before: Contents, after: Contents, place: tuple[str, int]) -> None:
        self._before, self._after, self._place = before, after, place
        self._tables: dict[tuple[bool, bool], IndicatorTable] = {}

    def divide(
        self,
        recipe: Sequence[str],
        causes: Sequence[str],
        codes: Sequence[str],
        stored: Sequence[Floats],
    ) -> Mapping[str, Floats]:
        """The part of every cause in the change of rank of every area.

        Every order in which the causes can come in counts alike.

        Args:
            recipe: the names of the weight set and the method.
            causes: those that differ.
            codes: (m,) areas of both editions.
            stored: (m,) their ranks as they stand in the first edition and in the second; NaN
                where an area has none.

        Returns:
            (m,) places for each cause; they sum to the change. NaN where an area has no rank
            in one of the mixtures.

        Raises:
            MdiError: a mixture cannot be computed, or the engine of now gives other ranks.

        Source: formula F33 (Shapley values).
        """
        factors = [cause for cause in COMPUTED if cause in causes]

        def value(changed: frozenset[str]) -> Floats:
            return self._ranks(recipe, changed, codes)

        parts, first, last = shapley(value, factors)
        if not all(map(_same, (first, last), stored)):
            raise ComputationError(OTHER_ENGINE)
        return parts

    def _ranks(
        self, recipe: Sequence[str], changed: frozenset[str], codes: Sequence[str]
    ) -> Floats:
        """(m,) ranks by the first edition, with these causes of the second."""
        weights, method = recipe
        result = compute(
            self._table(changed),
            weights=self._from(WEIGHTS, changed).declared.weight_set(weights),
            method=self._from(METHOD, changed).declared.method(method),
        )
        ranks = result.rank[[result.positions[code] for code in codes]]
        return np.where(ranks > 0, ranks, np.nan)

    def _table(self, changed: frozenset[str]) -> IndicatorTable:
        which = DATA in changed, DEFINITION in changed
        if which not in self._tables:
            definition = self._from(DEFINITION, changed)
            self._tables[which] = self._from(DATA, changed).table(*self._place, definition)
        return self._tables[which]

    def _from(self, cause: str, changed: frozenset[str]) -> Contents:
        return self._after if cause in changed else self._before


def _same(one: Floats, other: Floats) -> bool:
    return bool(np.array_equal(one, other, equal_nan=True))
