"""Means by weight (F18): they lie between the lowest child and the highest."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

from mdi.aggregation.rule import Bounds, Formula, hull, refuse
from mdi.fitted import Floats, Ints

HINT = "Give the children a normalisation with points above 0, or choose another aggregation."


class Mean(Formula):
    """A mean by weight: it lies between the lowest child and the highest."""

    def bounds(self, children: Sequence[Bounds | None]) -> Bounds | None:
        """From the lowest bound of a child to the highest; see `Rule.bounds`."""
        return hull(children)


class OfPower(Mean):
    """(Σ w·x^p ÷ Σ w)^(1/p): the higher p, the more the worst child decides.

    Points below 0 are refused for every power, points of 0 unless p is above 0.
    """

    @property
    @abstractmethod
    def exponent(self) -> float:
        """The power p; 0 is the geometric mean."""

    @property
    def needs_positive(self) -> bool:
        """Whether p is 0 or below: a single 0 would decide alone."""
        return self.exponent <= 0

    @property
    def refuses_negative(self) -> bool:
        """Always: a power of a negative number is none."""
        return True

    def apply(self, points: Floats, children: Ints, weights: Floats, scores: Floats) -> None:
        """See `FittedRule.apply`."""
        from mdi.core.means import power_mean  # noqa: PLC0415

        refused = power_mean(points, children, weights, self.exponent, scores)
        found = "a child at or below 0" if self.needs_positive else "a child below 0"
        refuse(refused, f"The mean of power {self.exponent:g}", found, HINT)
