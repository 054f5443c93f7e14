"""One pass through the tree: from figures to the points of every node.

The steps of a figure: treat, normalise. The steps of a parent: fill what is missing,
weigh, aggregate, settle, turn, transform. Each step is fitted on the reference, unless a
yardstick brings what was fitted elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import Any, TypeVar

import numpy as np

from mdi.core.threads import spread
from mdi.errors import ComputationError, DeclarationError
from mdi.fitted import Bools, Floats, Ints
from mdi.normalisation import RankRule, Rule
from mdi.plan import Plan
from mdi.status import Filled
from mdi.tree import Node, Tree
from mdi.weighting import ChildWeights, Declared
from mdi.yardstick import NodeFit

T = TypeVar("T")

DECIMALS = 12  # below them a score is noise of floating-point arithmetic
NOTHING_FITTED = NodeFit()


@dataclass(slots=True, eq=False)
class Scoring:
    """One pass, and what came of it.

    Attributes:
        tree: the nodes.
        plan: the rules of each.
        reference: (n,) the areas that count; the others get no points.
        points: (rows, n) is filled; more is worse, NaN where there are none.
        given: what was fitted elsewhere, by node; None: everything is fitted here.
        keep: whether what is fitted here is kept.
        fits: what was kept: step → fitted, by node.
        weights: how the children of a node were weighed, by node.
        filled: (n,) the areas in which the points of a node were filled in, by row.
    """

    tree: Tree
    plan: Plan
    reference: Bools
    points: Floats
    given: Mapping[str, NodeFit] | None = None
    keep: bool = False
    fits: dict[str, dict[str, Any]] = field(default_factory=dict)
    weights: dict[str, ChildWeights] = field(default_factory=dict)
    filled: dict[int, Bools] = field(default_factory=dict)

    def run(
        self, values: Floats, signs: Floats, factor: float, known: Collection[int] = ()
    ) -> None:
        """Score every node, leaves first.

        Args:
            values: (leaves, n) raw figures, NaN where missing.
            signs: (leaves,) +1 where a higher figure is worse, −1 where it is better.
            factor: multiplies the index.
            known: rows whose points are there already: of leaves all or none, and never the last.
        """
        leaves = sorted(self.tree.leaf_nodes(), key=lambda leaf: leaf.row)
        leaves = [leaf for leaf in leaves if leaf.row not in known]
        domains = tuple(node for node in self.tree.domains if node.row not in known)
        index = self.points[self.tree.root.row]
        spread(lambda part: self._leaves(leaves[part], values, signs), len(leaves))
        for group in self.tree.groups():
            if group.row not in known:
                self._parent(group)
        spread(lambda part: self._parents(domains[part]), len(domains))
        self._parent(self.tree.root)
        index *= factor
        index[:] = without_noise(index)
        self.fits, self.weights = self._in_order(self.fits), self._in_order(self.weights)

    def learns(self, name: str) -> bool:
        """Whether the weights below a node were found in data, not declared."""
        rows = [node.row for node in self.tree.nodes() if node.id == name and node.children]
        return any(not isinstance(self.plan.parents[row].weighting, Declared) for row in rows)

    def _in_order(self, found: dict[str, T]) -> dict[str, T]:
        """By node in the order of the tree, whichever thread came first."""
        return {node.id: found[node.id] for node in self.tree.nodes() if node.id in found}

    def complete(self, node: Node, completion: Any, rows: Floats) -> None:  # noqa: ARG002
        """Fill the missing points of the children of a node, in place; see `Completing.fill`.

        Args:
            node: the parent.
            completion: its fitted policy.
            rows: (k, n) points of its children.
        """
        completion.fill(rows)

    def _leaves(self, leaves: list[Node], values: Floats, signs: Floats) -> None:
        """Treat and normalise; neighbours with the same rules go in one call."""
        rules = self.plan.figures
        for _, run in groupby(leaves, key=lambda leaf: rules[leaf.row]):
            nodes = list(run)
            rows = slice(nodes[0].row, nodes[-1].row + 1)
            figures = self._treated(nodes, values[rows])
            self._scale(
                nodes, rules[rows.start].normalisation, figures, signs[rows], self.points[rows]
            )

    def _treated(self, leaves: list[Node], values: Floats) -> Floats:
        """(k, n) figures with their outliers tamed."""
        rule = self.plan.figures[leaves[0].row].treatment
        if rule is None:
            return values
        figures = np.empty_like(values)
        for leaf, row, out in zip(leaves, values, figures, strict=True):
            raw = np.where(self.reference, row, np.nan)
            fit = self._fitted(leaf, "treated", partial(rule.fit, raw, self.reference))
            self._told(leaf, partial(fit.apply, raw, out))
        return figures

    def _scale(
        self, nodes: list[Node], rule: Rule, values: Floats, signs: Floats, points: Floats
    ) -> None:
        """(k, n) points of these nodes; ranks at once, where no scale is kept or given."""
        if isinstance(rule, RankRule) and self.given is None and not self.keep:
            rule.apply_rows(values, signs, self.reference, points)
            return
        for node, row, sign, out in zip(nodes, values, signs.tolist(), points, strict=True):
            scale = self._fitted(node, "scale", partial(rule.fit, row, sign, self.reference))
            scale.apply(row, out)
            out[~self.reference] = np.nan

    def _parents(self, nodes: tuple[Node, ...]) -> None:
        for node in nodes:
            self._parent(node)

    def _parent(self, node: Node) -> None:
        """The steps of a parent."""
        rules, children = self.plan.parents[node.row], node.child_rows()
        rows = _rows(self.points, children)
        completion = None
        if rules.missing.fills or rules.missing.settles:
            learn = partial(rules.missing.fit, rows, self.reference)
            completion = self._fitted(node, "completion", learn)
        if completion is not None and rules.missing.fills:
            self._fill(children, rows, partial(self.complete, node, completion))
            rows = _rows(self.points, children)
        weights = self._weigh(node, rows)
        fit = partial(rules.aggregation.fit, rows, weights, self.reference)
        combiner = self._fitted(node, "combiner", fit)
        scores = self.points[node.row]
        self._told(node, partial(combiner.apply, self.points, children, weights, scores))
        if completion is not None and rules.missing.settles:
            completion.settle(rows, weights, scores)
        self._transform(node, scores)

    def _fill(self, children: Ints, rows: Floats, fill: Callable[[Floats], None]) -> None:
        """Fill the gaps of children, but not of areas of which nothing was observed."""
        gaps = np.isnan(rows)
        gaps &= self.reference & ~gaps.all(axis=0)
        complete = rows.copy()
        fill(complete)
        for child, gap, row in zip(children.tolist(), gaps, complete, strict=True):
            np.copyto(self.points[child], row, where=gap)
            self.filled[child] = gap & ~np.isnan(row)

    def _weigh(self, node: Node, rows: Floats) -> Floats:
        """(k,) weights of the children; a single child passes through."""
        rule, declared = self.plan.parents[node.row].weighting, node.child_weights()
        if len(declared) == 1:
            return declared
        found = self._fitted(node, "weights", partial(rule.fit, rows, declared, self.reference))
        self.weights[node.id] = found
        return np.asarray(found.weights)

    def _transform(self, node: Node, scores: Floats) -> None:
        """Turn a score of which more is better, and bring it to its scale; in place."""
        rule = self.plan.parents[node.row].transformation
        if rule is not None:
            row, signs = without_noise(scores)[np.newaxis], np.array([node.sign])
            self._scale([node], rule, row, signs, scores[np.newaxis])
        elif node.sign < 0:
            low, high = self.plan.bounds[node.row] or (0.0, 0.0)
            np.subtract(low + high, scores, out=scores)

    def _fitted(self, node: Node, step: str, fit: Callable[[], Any]) -> Any:
        """What was fitted for a step: brought by the yardstick, or found now."""
        if self.given is not None:
            brought = getattr(self.given.get(node.id, NOTHING_FITTED), step)
            if brought is None:
                raise DeclarationError(f"The yardstick has no '{step}' for '{node.id}'.")
            return brought
        made = self._told(node, fit)
        if self.keep:
            self.fits.setdefault(node.id, {})[step] = made
        return made

    @staticmethod
    def _told(node: Node, task: Callable[[], Any]) -> Any:
        """Do a task of a rule; what it refuses is told with the name of the node."""
        try:
            return task()
        except ComputationError as error:
            message = f"{node.id}: {error.message}"
            raise ComputationError(message, error.problems, error.hint) from None


def without_noise(scores: Floats) -> Floats:
    """Scores to twelve decimals: sums of the same parts in another order are a tie."""
    return np.round(scores, DECIMALS)


def filled_cells(scoring: Scoring) -> dict[int, tuple[Filled, Bools]]:
    """How the parents of nodes without points of their own came by their scores, by row.

    Returns:
        For each node that is missing somewhere: how it was made good, and the (n,) areas.
    """
    found = {}
    for node in scoring.tree.nodes():
        if not node.children:
            continue
        how = scoring.plan.parents[node.row].missing.filled
        parent = ~np.isnan(scoring.points[node.row])
        if node.row in scoring.filled:  # then its score does not come from its children
            parent &= ~scoring.filled[node.row]
        for child in node.children:
            left = np.isnan(scoring.points[child.row]) & parent
            gaps = scoring.filled.get(child.row, left)
            kind, areas = (how, gaps) if gaps.any() else (Filled.HANDED_OVER, left)
            if how and areas.any():
                found[child.row] = (kind, areas)
    return found


def _rows(points: Floats, children: Ints) -> Floats:
    """(k, n) points of the children; a view where their rows follow one another."""
    rows = children.tolist()
    if rows == list(range(rows[0], rows[0] + len(rows))):
        return points[rows[0] : rows[-1] + 1]
    return points[children]
