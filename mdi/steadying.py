"""Figures with few people behind them, steadied as the method declares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mdi.errors import ComputationError, Problem
from mdi.fitted import Floats
from mdi.methods.model import Method
from mdi.shrinkage import GroupCentres, Shrinkage, Shrunken, no_target, refusals
from mdi.table import IndicatorTable
from mdi.tree import Tree
from mdi.yardstick import Yardstick


@dataclass(frozen=True, slots=True, eq=False)
class Steadied:
    """The figures that enter the index.

    Attributes:
        values: (leaves, n) figures, shrunken where the method says so.
        shrunken: raw and shrunken figures with their weights, by indicator.
    """

    values: Floats
    shrunken: Mapping[str, Shrunken] = field(default_factory=dict)


def steady(
    table: IndicatorTable, tree: Tree, method: Method, yardstick: Yardstick | None = None
) -> Steadied:
    """Shrink the figures of a table as the method declares.

    What areas are drawn to belongs to the figures of a year: a yardstick of the same
    level and year brings it, another year has its own.

    Raises:
        ComputationError: an indicator cannot be shrunk as its node declares: its figures
            are model estimates already, or its counts are not in the table.
    """
    declared = {
        name: rules.shrinkage for name, rules in method.nodes.items() if rules.shrinkage is not None
    }
    if not (declared or method.shrinkage):
        return Steadied(table.values)
    problems = [
        problem
        for leaf in tree.leaf_nodes()
        if leaf.id in declared
        for problem in refusals(table, leaf.id, declared[leaf.id])
    ]
    problems += [problem for rule in method.shrinkage for problem in no_target(table, rule)]
    if problems:
        raise ComputationError("Not all indicators can be shrunk as declared.", problems)
    kept = _kept(table, yardstick)
    shrunken = {
        name: rule.shrink(table, name, kept.get(name)) for name, rule in _rules(table, tree, method)
    }
    values = table.values.copy()
    for leaf in tree.leaf_nodes():
        if leaf.id in shrunken:
            values[leaf.row] = shrunken[leaf.id].figures
    return Steadied(values, shrunken)


def centres_of(
    table: IndicatorTable, tree: Tree, method: Method
) -> dict[str, tuple[GroupCentres, ...]]:
    """What the areas of a table are drawn to, by indicator."""
    return {name: rule.learn(table, name) for name, rule in _rules(table, tree, method)}


def _kept(
    table: IndicatorTable, yardstick: Yardstick | None
) -> dict[str, tuple[GroupCentres, ...]]:
    """What a yardstick brings; nothing where it is of another level or year."""
    if yardstick is None or (yardstick.level, yardstick.year) != (table.level, table.year):
        return {}
    return {name: fit.drawn_to for name, fit in yardstick.fits.items() if fit.drawn_to}


def not_steadied(table: IndicatorTable, tree: Tree, method: Method) -> dict[str, Problem]:
    """The indicators that a general rule is for and leaves as they are, and why."""
    steadied = {name for name, _ in _rules(table, tree, method)}
    found = {}
    for leaf, figures in zip(tree.leaf_nodes(), table.figures, strict=True):
        meant = [rule for rule in method.shrinkage if figures.indicator.measure in rule.measures]
        reasons = [problem for rule in meant for problem in refusals(table, leaf.id, rule)]
        if figures.offered and reasons and leaf.id not in steadied:
            found[leaf.id] = reasons[0]
    return found


def _rules(table: IndicatorTable, tree: Tree, method: Method) -> Iterator[tuple[str, Shrinkage]]:
    """Each indicator that is shrunk, and by which rule: its own, or the first that fits."""
    for leaf in tree.leaf_nodes():
        own = method.of(leaf.id).shrinkage
        fitting = (rule for rule in method.shrinkage if not refusals(table, leaf.id, rule))
        rule = own or next(fitting, None)
        if rule is not None:
            yield leaf.id, rule
