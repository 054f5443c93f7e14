"""Other weights or another method for figures that were scored before: only what differs is redone.

The index, ranks and deciles are those of `mdi.compute`, to the last bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mdi.core.threads import spread
from mdi.engine import coverage, eligible
from mdi.fitted import Floats
from mdi.methods.model import Method
from mdi.normalisation.ranks import LONGEST_TABLE, RankRule, table_of
from mdi.plan import plan_of
from mdi.provenance import fingerprint, sums_of
from mdi.ranking import ranks
from mdi.result import IndexResult
from mdi.scoring import Scoring
from mdi.steadying import steady
from mdi.tree import grow
from mdi.weights.model import WeightSet


@dataclass(frozen=True, slots=True, eq=False)
class Orders:
    """Figures from the best off to the worst.

    Attributes:
        areas: (leaves, n) of each figure the areas in order, those without it last.
        opens: (leaves, n) whether the figure of an area differs from that of the one before.
        sizes: (leaves,) how many areas have it.
    """

    areas: NDArray[np.int32]
    opens: NDArray[np.bool_]
    sizes: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Reweighed:
    """The index of n areas by other weights or another method.

    Attributes:
        index: (n,) the index; NaN where an area has no score.
        rank: (n,) 1 is the most deprived; 0 where not ranked.
        decile: (n,) 1 is the most deprived tenth; 0 where there is none.
        ranked: the number of areas ranked.
        fingerprint: of the inputs, as `mdi.compute` gives it.
    """

    index: Floats
    rank: NDArray[np.int32]
    decile: NDArray[np.int8]
    ranked: int
    fingerprint: str


@dataclass(frozen=True, eq=False)
class Reweighing:
    """A result that other weights and methods start from; what they share is made once.

    Points are taken over where they cannot differ: those of figures where the same areas count
    and the same rules hold, and those of domains whose rules are the same too. Figures that are
    ranked among other areas are not sorted again. Only the index is always added up anew.

    Attributes:
        result: the result.
    """

    result: IndexResult

    def of(self, weights: WeightSet | None = None, method: Method | None = None) -> Reweighed:
        """The index of the same areas by other weights or another method.

        Args:
            weights: those of the result if absent.
            method: that of the result if absent.

        Raises:
            DeclarationError: weights, method and domains do not go together.
            ComputationError: the figures cannot be treated as the method wants.
        """
        table = self.result.table
        weight_set, rules = weights or self.result.weights, method or self.result.method
        tree = grow(table.domains, weight_set)
        plan = plan_of(tree, rules)
        among = eligible(table, rules, coverage(table, tree, rules))
        scoring = Scoring(tree, plan, among, np.empty((tree.rows, len(table))))
        same = _same_figures(self.result.method, rules)
        values = self.result.steadied.values if same else steady(table, tree, rules).values
        signs = np.array([figures.sign for figures in table.figures])
        known = self._known(scoring) if same else set()
        scoring.run(values, signs, tree.scale if rules.index == "weights" else 1.0, known)
        index = scoring.points[tree.root.row]
        rank, ranked = ranks(index)
        decile = rules.deciles.of(rank, ranked, rules.min_for_deciles, table.population)
        name = fingerprint(table, weight_set, rules, sums=self._sums)
        return Reweighed(index, rank, decile, ranked, name)

    @cached_property
    def _orders(self) -> Orders:
        """The figures in their order."""
        signs = np.array([figures.sign for figures in self.result.table.figures])
        turned = self.result.steadied.values * signs[:, np.newaxis]
        areas = np.argsort(turned, axis=1, kind="stable")  # NaN is last
        ordered = np.take_along_axis(turned, areas, axis=1)
        opens = np.ones(ordered.shape, np.bool_)
        opens[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
        sizes = (~np.isnan(turned)).sum(axis=1).astype(np.int64)
        return Orders(areas.astype(np.int32), opens, sizes)

    @cached_property
    def _sums(self) -> tuple[bytes, ...]:
        """Of the table, for fingerprints."""
        return sums_of(self.result.table)

    def _known(self, scoring: Scoring) -> set[int]:
        """Fill in the points that are known; their rows."""
        leaves = [leaf.row for leaf in scoring.tree.leaf_nodes()]
        same_areas = (scoring.reference == self.result.reference).all()
        if same_areas and self.result.measured_with is None:
            return self._taken_over(scoring)
        rules = {scoring.plan.figures[row] for row in leaves}
        rule = next(iter(rules)).normalisation
        if len(rules) > 1 or next(iter(rules)).treatment or not isinstance(rule, RankRule):
            return set()
        return set(leaves) if self._ranked(scoring, rule) else set()

    def _taken_over(self, scoring: Scoring) -> set[int]:
        """Points of the result, where the same areas count, and the same rules hold."""
        before, plan = self.result.scoring, scoring.plan
        if plan.figures != before.plan.figures:
            return set()
        known = {leaf.row for leaf in scoring.tree.leaf_nodes()}
        for node in (*scoring.tree.groups(), *scoring.tree.domains):
            below = all(child.row in known for child in node.children)
            if below and plan.parents[node.row] == before.plan.parents[node.row]:
                known.add(node.row)
        for row in known:
            scoring.points[row] = before.points[row]
            if row in before.filled:  # its parent may fill it otherwise
                scoring.points[row][before.filled[row]] = np.nan
        return known

    def _ranked(self, scoring: Scoring, rule: RankRule) -> bool:
        """Points of all figures by their ranks, without sorting; whether that can be done."""
        from mdi.core.presorted import points_in_order_rows  # noqa: PLC0415
        from mdi.core.ranking import count_valid_rows  # noqa: PLC0415

        if len(self.result) > LONGEST_TABLE:
            return False
        found, among = self._orders, scoring.reference
        shared, points = rule.ties == "as_published", scoring.points
        counts = count_valid_rows(self.result.steadied.values, among)

        def rank(part: slice) -> None:
            for count in sorted(set(counts[part].tolist())):
                rows = np.arange(len(counts))[part][counts[part] == count]
                table = table_of(rule, count)[1:]
                points_in_order_rows(
                    found.areas, found.opens, found.sizes, among, rows, table, shared, points
                )

        spread(rank, len(counts))
        return True


def _same_figures(one: Method, other: Method) -> bool:
    """Whether figures enter the index alike: the same are shrunken, in the same way."""
    return one.shrinkage == other.shrinkage and _shrunken(one) == _shrunken(other)


def _shrunken(method: Method) -> dict[str, Any]:
    return {name: rules.shrinkage for name, rules in method.nodes.items() if rules.shrinkage}
