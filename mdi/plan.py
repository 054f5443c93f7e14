"""A method laid over a tree: the rules of every node, resolved and checked.

One order of resolution: what a node declares, then what the method declares.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from mdi.aggregation import Aggregation
from mdi.errors import DeclarationError, Problem, did_you_mean
from mdi.methods.model import Method, NodeRules
from mdi.missing import MissingPolicy
from mdi.normalisation import Normalisation
from mdi.treatment import Treatment
from mdi.tree import Node, Tree
from mdi.weighting import Weighting

OF_FIGURES = ("shrinkage", "treatment", "normalisation")
OF_PARENTS = ("missing", "weighting", "aggregation", "transformation")

Bounds = tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class FigureRules:
    """The rules of a leaf."""

    treatment: Treatment | None
    normalisation: Normalisation


@dataclass(frozen=True, slots=True)
class ParentRules:
    """The rules of an inner node."""

    missing: MissingPolicy
    weighting: Weighting
    aggregation: Aggregation
    transformation: Normalisation | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The rules of every node.

    Attributes:
        figures: of the leaves, by row.
        parents: of the inner nodes, by row.
        bounds: the lowest and highest points of each node, by row; None without bounds.
        positive: whether all points of a node are above 0, by row.
    """

    figures: dict[int, FigureRules]
    parents: dict[int, ParentRules]
    bounds: dict[int, Bounds]
    positive: dict[int, bool]

    @property
    def keeps_bounds(self) -> bool:
        """Whether areas outside the reference keep within the bounds too."""
        figures = (rules.normalisation for rules in self.figures.values())
        parents = (rules.transformation for rules in self.parents.values())
        return all(rule.keeps_bounds for rule in (*figures, *parents) if rule is not None)

    def plain(self, node: Node) -> bool:
        """Whether the points of a node are Σ share × those of its children, in every area."""
        rules = self.parents[node.row]
        straight = rules.transformation is None and node.sign > 0
        return straight and rules.aggregation.additive and not rules.missing.additive_only

    def linear(self, node: Node) -> bool:
        """Whether the points of a node are Σ share × points of all figures below it."""
        if node.row not in self.parents:
            return True
        return self.plain(node) and all(self.linear(child) for child in node.children)


def plan_of(tree: Tree, method: Method) -> Plan:
    """Lay a method over a tree.

    Raises:
        DeclarationError: all that does not fit together, at once.
    """
    plan = Plan({}, {}, {}, {})
    nodes = tree.nodes()
    problems = list(_misplaced(nodes, method))
    for node in reversed(nodes):
        rules = method.of(node.id)
        if node.children:
            plan.parents[node.row] = _parent(node, rules, method)
        else:
            plan.figures[node.row] = FigureRules(
                rules.treatment or method.treatment, rules.normalisation or method.indicators
            )
        problems += _unfit(node, plan)
        plan.bounds[node.row] = _bounds(node, plan)
        plan.positive[node.row] = _positive(node, plan)
    if problems:
        raise DeclarationError(f"Method '{method.id}' does not fit the indicators.", problems)
    return plan


def _parent(node: Node, rules: NodeRules, method: Method) -> ParentRules:
    stage = method.domains if node.kind == "domain" else None
    return ParentRules(
        rules.missing or method.missing,
        rules.weighting or method.weighting,
        rules.aggregation or method.aggregation,
        rules.transformation or stage,
    )


def _misplaced(nodes: list[Node], method: Method) -> Iterator[Problem]:
    """Rules for nodes that do not exist, or that are for the other kind of node."""
    known = {node.id: node for node in nodes}
    for name, rules in method.nodes.items():
        if name not in known:
            hint = did_you_mean(name, list(known))
            yield Problem(f"rules for '{name}', which is no node", hint=hint)
            continue
        parent = bool(known[name].children)
        wrong = OF_FIGURES if parent else OF_PARENTS
        for rule in (rule for rule in rules.given() if rule in wrong):
            kind, right = ("a parent", OF_PARENTS) if parent else ("a figure", OF_FIGURES)
            yield Problem(f"'{rule}' for '{name}', which is {kind}", expected=", ".join(right))


def _unfit(node: Node, plan: Plan) -> Iterator[Problem]:
    """What the rules of a parent cannot do with the children it has."""
    if not node.children:
        return
    rules = plan.parents[node.row]
    least, count = rules.weighting.least, len(node.children)
    if 1 < count < least:  # a single child passes through
        yield Problem(
            f"{rules.weighting.by} weights for '{node.id}', which has {count} children",
            expected=f"{least} or more",
            hint="declare 'equal' or 'declared' for this node",
        )
    wrong = [child.id for child in node.children if not _bearable(child, rules, plan)]
    if wrong:
        most = "0 or less" if rules.aggregation.needs_positive else "below 0"
        yield Problem(
            f"aggregation '{rules.aggregation.by}' for '{node.id}' over points that may be {most}: "
            f"{', '.join(wrong)}",
            hint="choose a scale with a floor above 0",
        )
    if rules.missing.additive_only and not rules.aggregation.additive:
        yield Problem(
            f"'{rules.missing.by}' for '{node.id}' with aggregation '{rules.aggregation.by}'",
            expected="arithmetic",
        )
    off = [child.id for child in node.children if not _centred(child, plan)]
    if rules.missing.centred_only and off:
        yield Problem(
            f"'{rules.missing.by}' for '{node.id}', where 0 is not the middle of the points of "
            f"{', '.join(off)}",
            expected="normal scores or z-scores",
        )


def _bearable(child: Node, rules: ParentRules, plan: Plan) -> bool:
    """Whether the points of a child can never be too low for the aggregation."""
    if rules.aggregation.needs_positive:
        return plan.positive[child.row]
    bounds = plan.bounds[child.row]
    return not rules.aggregation.refuses_negative or (bounds is not None and bounds[0] >= 0)


def _centred(node: Node, plan: Plan) -> bool:
    """Whether 0 is the middle of the points of a node."""
    if not node.children:
        return plan.figures[node.row].normalisation.centred
    rules = plan.parents[node.row]
    if rules.transformation is not None:
        return rules.transformation.centred
    return rules.aggregation.additive and all(_centred(child, plan) for child in node.children)


def _bounds(node: Node, plan: Plan) -> Bounds:
    if not node.children:
        return plan.figures[node.row].normalisation.bounds()
    rules = plan.parents[node.row]
    if rules.transformation is not None:
        return rules.transformation.bounds()
    if not rules.missing.keeps_bounds:
        return None
    return rules.aggregation.bounds([plan.bounds[child.row] for child in node.children])


def _positive(node: Node, plan: Plan) -> bool:
    if not node.children:
        return plan.figures[node.row].normalisation.positive
    rules = plan.parents[node.row]
    if rules.transformation is not None:
        return rules.transformation.positive
    bounds = plan.bounds[node.row]
    if bounds is not None and bounds[0] > 0:
        return True
    mean = rules.aggregation.additive or rules.aggregation.needs_positive
    within = mean and node.sign > 0 and rules.missing.keeps_bounds
    return within and all(plan.positive[child.row] for child in node.children)
