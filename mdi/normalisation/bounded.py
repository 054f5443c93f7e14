"""What rules with a floor and a ceiling share."""

from __future__ import annotations

from pydantic import FiniteFloat, model_validator

from mdi.normalisation.rule import Rule


class Bounded(Rule):
    """A rule whose points run from a floor to a ceiling.

    Attributes:
        floor: the lowest points.
        ceiling: the highest points.
    """

    floor: FiniteFloat = 0.0
    ceiling: FiniteFloat = 100.0

    @model_validator(mode="after")
    def _upright(self) -> Bounded:
        if not self.floor < self.ceiling:
            message = (
                f"'floor' is {self.floor:g} and 'ceiling' is {self.ceiling:g}; "
                "expected a floor below the ceiling"
            )
            raise ValueError(message)
        return self

    def bounds(self) -> tuple[float, float] | None:
        """From the floor to the ceiling."""
        return self.floor, self.ceiling
