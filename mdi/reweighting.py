"""Other weights or another method for figures that were scored before: only what differs is redone.

The index, ranks and deciles are those of `mdi.compute`, to the last bit.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
from cachetools import LRUCache
from numpy.typing import NDArray

from mdi.core.threads import spread
from mdi.engine import Coverage, eligible, observed_share, offered, offered_share
from mdi.fitted import Floats
from mdi.methods.model import Method
from mdi.normalisation.ranks import LONGEST_TABLE, RankRule, table_of
from mdi.plan import plan_of
from mdi.provenance import fingerprint, mark_of
from mdi.ranking import ranks
from mdi.result import IndexResult
from mdi.scoring import Scoring
from mdi.steadying import steady
from mdi.tree import Tree, grow
from mdi.weights.model import WeightSet

KEPT_BYTES = 16 << 20  # of points of domains


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
class Gaps:
    """Which figures are missing: areas that miss the same ones are covered alike.

    Attributes:
        values: (leaves, kinds) a figure where it is there, NaN where not, of each kind of area.
        kinds: (n,) the kind of each area.
    """

    values: Floats
    kinds: NDArray[np.int64]

    @classmethod
    def of(cls, values: Floats) -> Gaps:
        """Tell the areas of (leaves, n) figures apart."""
        missing = np.packbits(np.isnan(values), axis=0).T
        _, first, kinds = np.unique(missing, axis=0, return_index=True, return_inverse=True)
        return cls(np.ascontiguousarray(values[:, first]), kinds.ravel())


@dataclass(frozen=True, slots=True, eq=False)
class Reweighed:
    """The index of n areas by other weights or another method.

    Attributes:
        index: (n,) the index; NaN where an area has no score.
        rank: (n,) 1 is the most deprived; 0 where not ranked.
        decile: (n,) 1 is the most deprived tenth; 0 where there is none.
        ranked: the number of areas ranked.
        moved: (m,) the areas, as positions in the table, that have a decile before and after,
            and another one.
        fingerprint: of the inputs, as `mdi.compute` gives it.
    """

    index: Floats
    rank: NDArray[np.int32]
    decile: NDArray[np.int8]
    ranked: int
    moved: NDArray[np.int64]
    fingerprint: str


@dataclass(frozen=True, eq=False)
class Reweighing:
    """A result that other weights and methods start from; what they share is made once.

    Points are taken over where they cannot differ: those of figures where the same areas count
    and the same rules hold, and those of domains whose rules are the same too. Figures that are
    ranked among other areas are not sorted again. Weights decide who counts, by coverage; the
    points of the domains are kept for the choices of areas that came up last, since those
    recur while a reader moves a slider. Only the index is always added up anew.

    Attributes:
        result: the result.
    """

    result: IndexResult
    _below: LRUCache[Hashable, Floats] = field(
        default_factory=lambda: LRUCache(KEPT_BYTES, getsizeof=lambda points: points.nbytes),
        init=False,
        repr=False,
    )
    _lock: Any = field(default_factory=Lock, init=False, repr=False)

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
        among = eligible(table, rules, self._coverage(tree, rules))
        scoring = Scoring(tree, plan, among, np.empty((tree.rows, len(table))))
        self._score(scoring, rules)
        index = scoring.points[tree.root.row]
        rank, ranked = ranks(index)
        decile = rules.deciles.of(rank, ranked, rules.min_for_deciles, table.population)
        before = self.result.decile
        moved = np.flatnonzero((decile != before) & (decile > 0) & (before > 0))
        name = fingerprint(table, weight_set, rules, mark=self._mark)
        return Reweighed(index, rank, decile, ranked, moved, name)

    def _coverage(self, tree: Tree, rules: Method) -> Coverage:
        """`mdi.engine.coverage`, once for every kind of gaps."""
        same = rules.min_population == self.result.method.min_population
        offers = self.result.offers if same else offered(self.result.table, rules)
        shares = observed_share(self._gaps.values, tree)[self._gaps.kinds]
        return Coverage(shares, offers, offered_share(offers, tree))

    def _score(self, scoring: Scoring, rules: Method) -> None:
        """Fill in the points of the domains and of the index, at least."""
        tree, result = scoring.tree, self.result
        domains = [domain.row for domain in tree.domains]
        key = (rules.model_dump_json(), np.packbits(scoring.reference).tobytes())
        with self._lock:
            kept = self._below.get(key)
        same = _same_figures(result.method, rules)
        values = result.steadied.values
        if kept is not None:
            scoring.points[domains], known = kept, set(range(tree.root.row))
        elif same:
            known = self._known(scoring)
        else:
            values, known = steady(result.table, tree, rules).values, set()
        signs = np.array([figures.sign for figures in result.table.figures])
        scoring.run(values, signs, tree.scale if rules.index == "weights" else 1.0, known)
        if kept is None:
            with self._lock:
                self._below[key] = _unfilled(scoring, domains)

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
    def _gaps(self) -> Gaps:
        """Which figures are missing."""
        return Gaps.of(self.result.table.values)

    @cached_property
    def _mark(self) -> bytes:
        """Of the table, for fingerprints."""
        return mark_of(self.result.table)

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
        rows = sorted(known)
        scoring.points[rows] = _unfilled(before, rows)
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


def _unfilled(scoring: Scoring, rows: list[int]) -> Floats:
    """(k, n) points of these rows without those that their parents filled in."""
    points = scoring.points[rows]
    for place, row in enumerate(rows):
        if row in scoring.filled:
            points[place][scoring.filled[row]] = np.nan
    return points


def _same_figures(one: Method, other: Method) -> bool:
    """Whether figures enter the index alike: the same are shrunken, in the same way."""
    return one.shrinkage == other.shrinkage and _shrunken(one) == _shrunken(other)


def _shrunken(method: Method) -> dict[str, Any]:
    return {name: rules.shrinkage for name, rules in method.nodes.items() if rules.shrinkage}
