"""A scale between two declared figures."""

from __future__ import annotations

from typing import Literal

from pydantic import FiniteFloat, model_validator

from mdi.errors import ComputationError
from mdi.fitted import Bools, Floats
from mdi.normalisation.bounded import Bounded
from mdi.normalisation.line_scale import LineScale


class Goalposts(Bounded):
    """The declared best figure → floor, the worst → ceiling; nothing of the data enters.

    Scores on goalposts can be compared between years.

    Attributes:
        best: the raw figure that gets the floor.
        worst: the raw figure that gets the ceiling; it tells the direction.
        truncate: whether figures beyond the goalposts stop at floor and ceiling.

    Source: formulas F16 and F17; the Human Development Index.
    """

    by: Literal["goalposts"] = "goalposts"
    best: FiniteFloat
    worst: FiniteFloat
    truncate: bool = True

    @model_validator(mode="after")
    def _apart(self) -> Goalposts:
        if self.best == self.worst:
            message = f"'best' and 'worst' are both {self.best:g}; expected two different figures"
            raise ValueError(message)
        return self

    def bounds(self) -> tuple[float, float] | None:
        """From the floor to the ceiling, where it is truncated."""
        return super().bounds() if self.truncate else None

    def fit(self, values: Floats, sign: float, reference: Bools) -> LineScale:  # noqa: ARG002
        """See `Rule.fit`; the goalposts are the scale.

        Raises:
            ComputationError: they run against the direction of the figures.
        """
        direction = 1.0 if self.worst > self.best else -1.0
        if direction != sign:
            words = {1.0: "worse", -1.0: "better"}
            raise ComputationError(
                f"Goalposts from {self.best:g} (best) to {self.worst:g} (worst) say that a "
                f"higher figure is {words[direction]}, but it is declared to be {words[sign]}.",
                hint="Swap 'best' and 'worst', or correct the direction of the indicator.",
            )
        return LineScale(
            origin=self.best,
            unit=abs(self.worst - self.best),
            scale=sign * (self.ceiling - self.floor),
            start=self.floor,
            ends=(self.floor, self.ceiling) if self.truncate else None,
            range=(min(self.best, self.worst), max(self.best, self.worst)),
        )
