"""From a table to an index: the stages in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mdi.account import with_figures
from mdi.errors import DeclarationError, Problem
from mdi.fitted import Bools, Floats
from mdi.methods.model import Method, load_method
from mdi.plan import plan_of
from mdi.provenance import fingerprint
from mdi.ranking import ranks
from mdi.result import IndexResult
from mdi.scoring import Scoring
from mdi.steadying import centres_of, steady
from mdi.table import IndicatorTable
from mdi.tree import Tree, grow
from mdi.version import __version__
from mdi.weights.model import WeightSet, load_weights
from mdi.yardstick import NodeFit, Yardstick

ROUNDING = 1e-12  # sums of the same weights in another order


def compute(
    table: IndicatorTable,
    *,
    weights: str | Path | WeightSet | None = None,
    method: str | Path | Method | None = None,
    reference: IndexResult | Yardstick | None = None,
) -> IndexResult:
    """Compute the index of every area of a table.

    Args:
        table: figures of n areas.
        weights: a weight set, its name or a path to one; by default `mdi_nl`.
        method: a method, its name or a path to one; by default `imd`.
        reference: an earlier result, or its yardstick, to measure with: its weights, its
            method and all that was fitted on its areas. Without one, the areas of the
            table are measured against each other.

    Raises:
        DeclarationError: a name is unknown, or weights, method, reference and domains do
            not go together.
        ComputationError: the figures cannot be treated as the method wants.
    """
    yardstick = reference.yardstick if isinstance(reference, IndexResult) else reference
    weight_set, rules = _declared(table, weights, method, yardstick)
    tree = grow(table.domains, weight_set)
    counts = coverage(table, tree, rules, yardstick)
    among = eligible(table, rules, counts)
    steadied = steady(table, tree, rules, yardstick)
    signs = np.array([figures.sign for figures in table.figures])
    given = None if yardstick is None else yardstick.fits
    scoring = scoring_of(steadied.values, signs, among, tree, rules, given=given)
    rank, ranked = ranks(scoring.points[tree.root.row])
    least, population = rules.min_for_deciles, table.population
    return IndexResult(
        table=table,
        weights=weight_set,
        method=rules,
        tree=tree,
        coverage=counts.share,
        offers=counts.offers,
        offered=counts.offered,
        reference=among,
        steadied=steadied,
        scoring=scoring,
        rank=rank,
        decile=rules.deciles.of(rank, ranked, least, population),
        ranked=ranked,
        measured_with=yardstick,
        fingerprint=fingerprint(table, weight_set, rules, yardstick),
    )


def fit(result: IndexResult) -> Yardstick:
    """The yardstick of a result: what it was measured with, or what its own areas tell."""
    if result.measured_with is not None:
        return result.measured_with
    table, tree, method = result.table, result.tree, result.method
    signs = np.array([figures.sign for figures in table.figures])
    scoring = scoring_of(result.steadied.values, signs, result.reference, tree, method, keep=True)
    drawn_to = centres_of(table, tree, method)
    return Yardstick(
        fingerprint=result.fingerprint,
        engine=f"mdi {__version__}",
        level=table.level,
        year=table.year,
        areas=int(result.reference.sum()),
        domains=table.domains,
        offered=tuple(with_figures(result)),
        better=tuple(f.indicator.id for f in table.figures if f.direction == "better"),
        method=method,
        weights=result.weights,
        fits={
            name: NodeFit(**steps, drawn_to=drawn_to.get(name, ()))
            for name, steps in scoring.fits.items()
        },
    )


def _declared(
    table: IndicatorTable,
    weights: str | Path | WeightSet | None,
    method: str | Path | Method | None,
    yardstick: Yardstick | None,
) -> tuple[WeightSet, Method]:
    """The weights and the method: as asked for, or else those of the yardstick."""
    base_weights = yardstick.weights if yardstick else load_weights()
    base_method = yardstick.method if yardstick else load_method()
    weight_set = weights if isinstance(weights, WeightSet) else None
    if weight_set is None:
        weight_set = base_weights if weights is None else load_weights(weights)  # type: ignore[arg-type]
    rules = method if isinstance(method, Method) else None
    if rules is None:
        rules = base_method if method is None else load_method(method)  # type: ignore[arg-type]
    if yardstick is not None:
        _comparable(table, weight_set, rules, yardstick)
    return weight_set, rules


def _comparable(
    table: IndicatorTable, weights: WeightSet, method: Method, yardstick: Yardstick
) -> None:
    """Refuse to measure with a yardstick of something else."""
    base = yardstick.weights
    pairs = {
        "the weights are": (weights.weights, weights.base) != (base.weights, base.base),
        "the method is": method != yardstick.method,
        "the domains are": table.domains != yardstick.domains,
    }
    problems = [Problem(f"{name} different") for name, differ in pairs.items() if differ]
    problems += [
        Problem(f"more of '{figures.indicator.id}' is {figures.direction} here, and not there")
        for figures in table.figures
        if figures.offered and figures.indicator.id in yardstick.turned(figures.direction)
    ]
    if problems:
        raise DeclarationError(
            "The reference measures something else, so the results could not be compared.",
            problems,
            hint="Leave out 'weights' and 'method', and use figures of the same kind.",
        )


@dataclass(frozen=True, slots=True, eq=False)
class Coverage:
    """How much of the weight was observed.

    Attributes:
        share: (n,) observed leaf weight ÷ full leaf weight.
        offers: (leaves,) whether the table has figures of each indicator, for areas that
            are large enough.
        offered: the same as `share` for an area without gaps in this table, or in that of
            the yardstick: who counts does not depend on which areas are measured with it.
    """

    share: Floats
    offers: Bools
    offered: float


def coverage(
    table: IndicatorTable, tree: Tree, method: Method, yardstick: Yardstick | None = None
) -> Coverage:
    """The coverage of every area, and what the table offers at best."""
    offers = offered(table, method)
    names = [figures.indicator.id for figures in table.figures]
    asked = offers if yardstick is None else np.isin(names, yardstick.offered)
    return Coverage(observed_share(table.values, tree), offers, offered_share(asked, tree))


def offered(table: IndicatorTable, method: Method) -> Bools:
    """(leaves,) whether the table has figures of each indicator, for areas that are large enough."""
    from mdi.core.ranking import count_valid_rows  # noqa: PLC0415

    return count_valid_rows(table.values, large_enough(table, method)) > 0


def observed_share(values: Floats, tree: Tree) -> Floats:
    """(n,) the share of the leaf weight that is observed, of (leaves, n) figures."""
    from mdi.core.weighing import observed_weight  # noqa: PLC0415

    weights = tree.leaf_weights()
    observed = np.empty(values.shape[1])
    observed_weight(values, weights, observed)
    observed /= float(weights.sum())
    return observed


def offered_share(offers: Bools, tree: Tree) -> float:
    """The share of the leaf weight of these leaves."""
    weights = tree.leaf_weights()
    here = sum(weight for weight, offered in zip(weights, offers, strict=True) if offered)
    return float(here) / float(weights.sum())


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

    Raises:
        DeclarationError: the method does not fit the tree.
    """
    return scoring_of(values, signs, reference, tree, method).points


def scoring_of(  # noqa: PLR0913
    values: Floats,
    signs: Floats,
    reference: Bools,
    tree: Tree,
    method: Method,
    *,
    given: Mapping[str, NodeFit] | None = None,
    keep: bool = False,
) -> Scoring:
    """`score`, with all that came of it; see `Scoring` for what is given and kept."""
    points = np.empty((tree.rows, values.shape[1]))
    scoring = Scoring(tree, plan_of(tree, method), reference, points, given, keep)
    scoring.run(values, signs, tree.scale if method.index == "weights" else 1.0)
    return scoring
