"""Draws in which nothing but the weights of the domains varies: no domain is scored again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mdi.aggregation import Arithmetic
from mdi.fitted import Floats, Ints
from mdi.result import IndexResult
from mdi.sensitivity.drawing import Ranks


@dataclass(frozen=True, slots=True, eq=False)
class WeightsAlone:
    """Domains with their points, and the weights of every draw. See `Drawing`.

    Attributes:
        areas: (m,) the areas; those that lack the same domains follow one another.
        points: (k, m) points of the domains, 0 where missing.
        borders: (p + 1,) where each run of areas that lack the same domains begins, and m.
        observed: (p, k) 1 where the areas of a run have the domain.
        weights: (draws, k).
        scale: multiplies the mean.
    """

    areas: Ints
    points: Floats
    borders: Ints
    observed: Floats
    weights: Floats
    scale: float

    @property
    def draws(self) -> int:
        """How many draws there are."""
        return len(self.weights)

    @property
    def most(self) -> int:
        """See `Drawing.most`."""
        return len(self.areas)

    @classmethod
    def of(cls, result: IndexResult, weights: Floats) -> WeightsAlone:
        """Lay out the domains of a result.

        Args:
            result: one that `bearable` accepts.
            weights: (draws, k) weights of the domains.
        """
        areas = np.flatnonzero(result.rank > 0)
        points = result.points[result.tree.root.child_rows()][:, areas]
        return cls.laid_out(areas, points, weights, result.scale)

    @classmethod
    def laid_out(cls, areas: Ints, points: Floats, weights: Floats, scale: float) -> WeightsAlone:
        """Put areas that lack the same domains together.

        Args:
            areas: (m,) the areas.
            points: (k, m) points of the domains, NaN where missing; each area has some that
                have weight in every draw.
            weights: (draws, k) weights of the domains.
            scale: multiplies the mean.
        """
        patterns, run = np.unique(~np.isnan(points), axis=1, return_inverse=True)
        order = np.argsort(run, kind="stable")
        return cls(
            areas=areas[order],
            points=np.ascontiguousarray(np.nan_to_num(points[:, order])),
            borders=np.append(0, np.cumsum(np.bincount(run))),
            observed=np.ascontiguousarray(patterns.T.astype(np.float64)),
            weights=weights,
            scale=scale,
        )

    @staticmethod
    def bearable(result: IndexResult) -> bool:
        """Whether the index is a weighted mean of domains that no weight changes."""
        from mdi.core.weight_draws import LARGEST  # noqa: PLC0415

        root = result.tree.root
        rules = result.scoring.plan.parents[root.row]
        mean = isinstance(rules.aggregation, Arithmetic) and rules.transformation is None
        points = result.points[root.child_rows()]
        largest = np.max(np.abs(points), initial=0.0, where=~np.isnan(points))
        return mean and not rules.missing.settles and largest * result.scale < LARGEST

    @property
    def light(self) -> bool:
        """See `Drawing.light`: a kernel makes many draws."""
        return False

    def fill(self, first: int, ranks: Ranks) -> None:
        """See `Drawing.fill`."""
        from mdi.core.weight_draws import ranks_by_weights  # noqa: PLC0415

        weights = self.weights[first : first + len(ranks)]
        ranks_by_weights(self.points, self.borders, self.observed, weights, self.scale, ranks)
