"""From a table to an index: the stages in order."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mdi.core.threads import spread
from mdi.methods.model import Method, load_method
from mdi.normalisation import Rule
from mdi.provenance import fingerprint
from mdi.ranking import deciles, ranks
from mdi.result import IndexResult
from mdi.table import IndicatorTable
from mdi.tree import Node, Tree, grow
from mdi.weights.model import WeightSet, load_weights

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

ROUNDING = 1e-12  # sums of the same weights in another order
DECIMALS = 12  # below them a score is noise of floating-point arithmetic


def compute(
    table: IndicatorTable,
    *,
    weights: str | Path | WeightSet = "mdi_nl",
    method: str | Path | Method = "imd",
) -> IndexResult:
    """Compute the index of every area of a table.

    Args:
        table: figures of n areas.
        weights: a weight set, its name or a path to one.
        method: a method, its name or a path to one.

    Raises:
        DeclarationError: a name is unknown, or the weights do not fit the domains.
    """
    weight_set = weights if isinstance(weights, WeightSet) else load_weights(weights)
    rules = method if isinstance(method, Method) else load_method(method)
    tree = grow(table.domains, weight_set)
    counts = coverage(table, tree, rules)
    reference = eligible(table, rules, counts)
    signs = np.array([figures.sign for figures in table.figures])
    points = score(table.values, signs, reference, tree, rules)
    given, ranked = ranks(points[tree.root.row])
    return IndexResult(
        table=table,
        weights=weight_set,
        method=rules,
        tree=tree,
        coverage=counts.share,
        offers=counts.offers,
        offered=counts.offered,
        reference=reference,
        points=points,
        rank=given,
        decile=deciles(given, ranked, rules.min_for_deciles),
        ranked=ranked,
        fingerprint=fingerprint(table, weight_set, rules),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """How much of the weight was observed.

    Attributes:
        share: (n,) observed leaf weight ÷ full leaf weight.
        offers: (leaves,) whether the table has figures of each indicator, for areas that
            are large enough.
        offered: the same as `share` for an area without gaps in this table.
    """

    share: Floats
    offers: Bools
    offered: float


def coverage(table: IndicatorTable, tree: Tree, method: Method) -> Coverage:
    """The coverage of every area, and what the table offers at best."""
    from mdi.core.ranking import count_valid_rows  # noqa: PLC0415
    from mdi.core.weighing import observed_weight  # noqa: PLC0415

    weights = tree.leaf_weights()
    full = float(weights.sum())
    observed = np.empty(len(table))
    observed_weight(table.values, weights, observed)
    observed /= full
    offers = count_valid_rows(table.values, large_enough(table, method)) > 0
    offered = sum(weight for weight, here in zip(weights, offers, strict=True) if here)
    return Coverage(observed, offers, float(offered) / full)


def large_enough(table: IndicatorTable, method: Method) -> Bools:
    """Areas with enough inhabitants; an unknown number counts as enough."""
    return np.asarray(~(table.population < method.min_population))


def eligible(table: IndicatorTable, method: Method, counts: Coverage) -> Bools:
    """The reference: areas with enough inhabitants and enough coverage."""
    least = method.min_coverage * counts.offered - ROUNDING
    covered = (counts.share >= least) & (counts.share > 0)
    return np.asarray(large_enough(table, method) & covered)


def score(values: Floats, signs: Floats, reference: Bools, tree: Tree, method: Method) -> Floats:
    """The numerical core: arrays in, points of every node out.

    Args:
        values: (leaves, n) raw figures, NaN where missing.
        signs: (leaves,) +1 where a higher figure is worse, −1 where it is better.
        reference: (n,) the areas that count.
        tree: the nodes and their weights.
        method: the rules.

    Returns:
        (rows, n) points, NaN where there are none; the last row is the index.
    """
    points = np.empty((tree.rows, values.shape[1]))

    def leaves(rows: slice) -> None:
        method.indicators.apply_rows(values[rows], signs[rows], reference, points[rows])

    def domains(part: slice) -> None:
        nodes = tree.domains[part]
        for node in nodes:
            _average(points, node)
        if method.domains is not None:
            _transform(points[nodes[0].row : nodes[-1].row + 1], reference, method.domains)

    spread(leaves, tree.leaves)
    for group in tree.groups():
        _average(points, group)
    spread(domains, len(tree.domains))
    _average(points, tree.root, tree.scale if method.index == "weights" else 1.0)
    points[tree.root.row] = _without_noise(points[tree.root.row])
    return points


def _average(points: Floats, node: Node, factor: float = 1.0) -> None:
    """Children → parent: the mean by weight of the children that are there (F18, F23)."""
    from mdi.core.weighing import weighted_mean  # noqa: PLC0415

    weighted_mean(points, node.child_rows(), node.child_weights(), factor, points[node.row])


def _transform(rows: Floats, reference: Bools, rule: Rule) -> None:
    """Replace the scores of domains by their points; scores are worse when higher."""
    rule.apply_rows(_without_noise(rows), np.ones(len(rows)), reference, rows)


def _without_noise(scores: Floats) -> Floats:
    """Scores to twelve decimals: sums of the same parts in another order are a tie."""
    return np.round(scores, DECIMALS)
