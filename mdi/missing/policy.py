"""What all policies for missing children share, and what is fitted of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import ClassVar

from mdi.declaration import Declaration
from mdi.fitted import Bools, Fitted, Floats
from mdi.status import Filled


class Completing(Fitted):
    """A policy that has seen its reference; on its own it fills and settles nothing."""

    def fill(self, rows: Floats) -> None:
        """Fill missing points in place, before the children are aggregated.

        Observed points keep their bits, and an area without any stays missing.

        Args:
            rows: (k, n) points of the children; NaN where missing.
        """

    def settle(self, rows: Floats, weights: Floats, scores: Floats) -> None:
        """Correct the scores in place, after the children are aggregated.

        Args:
            rows: (k, n) points of the children; NaN where missing.
            weights: (k,) their weights; a child of weight 0 does not count.
            scores: (n,) the aggregate of what was observed.
        """


class Policy(Declaration, ABC):
    """What happens where a child is missing.

    Attributes:
        filled: how the scores of areas with a missing child came about.
        fills: whether missing points are filled before the aggregation.
        settles: whether scores are corrected after it.
        additive_only: whether the score must be a weighted mean of the points.
        centred_only: whether 0 must be the middle of the points.
        keeps_bounds: whether scores stay within the bounds of the aggregation.
    """

    filled: ClassVar[Filled]
    fills: ClassVar[bool] = False
    settles: ClassVar[bool] = False
    additive_only: ClassVar[bool] = False
    centred_only: ClassVar[bool] = False
    keeps_bounds: ClassVar[bool] = True

    @abstractmethod
    def fit(self, rows: Floats, reference: Bools) -> Completing:
        """Learn from the reference what completing takes.

        Args:
            rows: (k, n) points of the children; more is worse, NaN where missing.
            reference: (n,) the areas that count; the others influence nothing.
        """
