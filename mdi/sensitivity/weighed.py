"""The index as a function of the weights of its domains, and who stands above whom."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mdi.errors import ComputationError
from mdi.fitted import Bools, Floats, Ints
from mdi.weighting import Declared

if TYPE_CHECKING:
    from mdi.result import IndexResult

TINY = 1e-12  # of the weight


@dataclass(frozen=True, slots=True, eq=False)
class Weighed:
    """The m ranked areas of an index that is a weighted mean of D domains.

    Attributes:
        domains: (D,) those with a weight and with points.
        shares: (D,) their weights ÷ their sum.
        points: (D, m) NaN where missing.
        areas: (m,) where the areas stand in the result.
    """

    domains: tuple[str, ...]
    shares: Floats
    points: Floats
    areas: Ints

    @property
    def complete(self) -> bool:
        """Whether no area lacks a domain, so that scores are linear in the weights."""
        return not np.isnan(self.points).any()

    def scores(self, shares: Floats) -> Floats:
        """(m,) the index for other shares: Σ w·x ÷ Σ w over the domains observed (F23)."""
        here = ~np.isnan(self.points)
        return np.asarray(shares @ np.where(here, self.points, 0.0) / _total(shares, here))

    def slopes(self, shares: Floats, scores: Floats) -> Floats:
        """(m, D) what a little more of each weight adds to the scores at these shares."""
        here = ~np.isnan(self.points)
        lifted = np.where(here, self.points - scores, 0.0)
        return np.asarray((lifted / _total(shares, here)).T)


def weighed(result: IndexResult) -> Weighed:
    """The index of a result as a function of its weights.

    Raises:
        ComputationError: it is no weighted mean of its domains, or the weights are learnt.
    """
    root, plan = result.tree.root, result.scoring.plan
    declared = isinstance(plan.parents[root.row].weighting, Declared)
    if not (plan.plain(root) and declared):
        raise ComputationError(
            "The index of this method is not the mean of its domains by declared weights, so "
            "there is no weight that tips it.",
            hint="Compute with a method that adds the domains up, such as imd or zscore.",
        )
    areas = np.flatnonzero(result.rank > 0).astype(np.int64)
    rows = result.points[root.child_rows()][:, areas]
    weights = root.child_weights()
    kept = (weights > 0) & ~np.isnan(rows).all(axis=1)
    names = tuple(node.id for node, keep in zip(root.children, kept, strict=True) if keep)
    return Weighed(names, weights[kept] / weights[kept].sum(), rows[kept], areas)


def _total(shares: Floats, here: Bools) -> Floats:
    """(m,) the weight that is observed; 1 where none of it is left, so that the score is 0."""
    total = shares @ here
    return np.where(total > TINY, total, 1.0)
