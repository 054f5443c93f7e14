"""Means by weight: arithmetic, geometric, harmonic and of any power (F18)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar, Literal

from pydantic import Field, FiniteFloat

from mdi.aggregation.rule import Bounds, Formula, hull, refuse
from mdi.fitted import Floats, Ints

HINT = "Give the children a normalisation with points above 0, or choose another aggregation."


class Mean(Formula):
    """A mean by weight: it lies between the lowest child and the highest."""

    def bounds(self, children: Sequence[Bounds | None]) -> Bounds | None:
        """From the lowest bound of a child to the highest; see `Rule.bounds`."""
        return hull(children)


class Arithmetic(Mean):
    """Σ w·x ÷ Σ w: a low child makes up in full for a high one.

    Source: formula F18 with p = 1; English Index of Multiple Deprivation.
    """

    by: Literal["arithmetic"] = "arithmetic"
    additive: ClassVar[bool] = True

    def apply(self, points: Floats, children: Ints, weights: Floats, scores: Floats) -> None:
        """See `FittedRule.apply`."""
        from mdi.core.weighing import weighted_mean  # noqa: PLC0415

        weighted_mean(points, children, weights, 1.0, scores)


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


class Geometric(OfPower):
    """exp(Σ w·ln x ÷ Σ w): a low child pulls the score down more than in `Arithmetic`.

    Source: formula F18 with p → 0; Human Development Index.
    """

    by: Literal["geometric"] = "geometric"

    @property
    def exponent(self) -> float:
        """0."""
        return 0.0


class Harmonic(OfPower):
    """Σ w ÷ Σ (w ÷ x): the lowest children decide.

    Source: formula F18 with p = −1.
    """

    by: Literal["harmonic"] = "harmonic"

    @property
    def exponent(self) -> float:
        """−1."""
        return -1.0


class PowerMean(OfPower):
    """(Σ w·x^p ÷ Σ w)^(1/p) for a declared power.

    A power above 1 stresses the worst children, one below 1 the best; 0 is `Geometric`,
    −1 `Harmonic`, and 1 is `Arithmetic` up to rounding, for points that are not below 0.

    Source: formula F18.
    """

    by: Literal["power_mean"] = "power_mean"
    power: FiniteFloat = Field(ge=-100, le=100)

    @property
    def exponent(self) -> float:
        """The declared power."""
        return self.power
