"""What all aggregations share: fitted on a reference, then applied to any areas."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from mdi.declaration import Declaration
from mdi.errors import ComputationError, counted
from mdi.fitted import Bools, Fitted, Floats, Ints

if TYPE_CHECKING:
    from mdi.aggregation import Combiner

Bounds = tuple[float, float]


class Rule(Declaration, ABC):
    """From the points of the children of a node to a score of the node; more is worse.

    Attributes:
        additive: whether the score is Σ share × points of the children.
    """

    additive: ClassVar[bool] = False

    @property
    def needs_positive(self) -> bool:
        """Whether all points of the children must be above 0."""
        return False

    @property
    def refuses_negative(self) -> bool:
        """Whether no points of the children may be below 0."""
        return self.needs_positive

    @abstractmethod
    def fit(self, rows: Floats, weights: Floats, reference: Bools) -> Combiner:
        """Learn from the reference what is needed to score any areas.

        Args:
            rows: (k, n) points of the children, NaN where missing.
            weights: (k,) their weights.
            reference: (n,) the areas that count.
        """

    @abstractmethod
    def bounds(self, children: Sequence[Bounds | None]) -> Bounds | None:
        """The lowest and highest score, from those of the children; None where unbounded."""


class FittedRule(Fitted, ABC):
    """A rule that has learnt what it needs; scores any areas."""

    @abstractmethod
    def apply(self, points: Floats, children: Ints, weights: Floats, scores: Floats) -> None:
        """Score every area from the children that are observed there.

        The weights are renormalised over them (F23). A child of weight 0 does not count.
        Where no child is observed the score is NaN.

        Args:
            points: (rows, n) points, one row for each node, NaN where missing.
            children: (k,) the rows of the children, in the order in which they were fitted.
            weights: (k,) their weights; only their ratios matter.
            scores: (n,) is filled; no row of the children.

        Raises:
            ComputationError: the rule is not defined for some of the points.
        """


class Formula(Rule, FittedRule):
    """A rule without anything to learn: it is its own fitted rule."""

    def fit(self, rows: Floats, weights: Floats, reference: Bools) -> Combiner:  # noqa: ARG002
        """See `Rule.fit`; nothing is learnt."""
        return cast("Combiner", self)


def hull(children: Sequence[Bounds | None]) -> Bounds | None:
    """The bounds of any mean of the children; None where a child has none."""
    known = [bounds for bounds in children if bounds is not None]
    if not known or len(known) < len(children):
        return None
    return min(low for low, _ in known), max(high for _, high in known)


def refuse(count: int, subject: str, found: str, hint: str) -> None:
    """Raise if there are any areas for which a rule is not defined.

    Args:
        count: how many.
        subject: what cannot be computed (``"The geometric mean"``).
        found: what is wrong there (``"a child at or below 0"``).
        hint: what to do about it.

    Raises:
        ComputationError: there are some.
    """
    if count:
        message = f"{subject} is not defined in {counted(count, 'area')} with {found}."
        raise ComputationError(message, hint=hint)
