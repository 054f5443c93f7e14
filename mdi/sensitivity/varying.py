"""What all sources of uncertainty share: how many numbers a draw needs, and where they come from.

Weights, choices and common factors take their numbers from a scrambled Sobol sequence; the noise
of single cells comes from numbers that follow from seed, draw, cell and stream alone.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from mdi.declaration import Declaration
from mdi.errors import Problem
from mdi.fitted import Floats
from mdi.result import IndexResult


class Varying(Declaration, ABC):
    """A source of uncertainty, declared with its distribution."""

    @abstractmethod
    def refusals(self, result: IndexResult) -> list[Problem]:
        """Everything that keeps it from being drawn for a result; nothing where it can."""


class VaryingWeights(Varying):
    """A distribution of the weights of the domains."""

    @abstractmethod
    def weights(self, shares: Floats, numbers: Floats) -> Floats:
        """(draws, k) weights; a domain without weight never gets any.

        Args:
            shares: (k,) the declared weights, which sum to 1.
            numbers: (draws, k) numbers from 0 to 1.
        """

    def refusals(self, result: IndexResult) -> list[Problem]:
        """Weights that the method finds in data cannot be declared otherwise."""
        if not result.scoring.learns(result.tree.root.id):
            return []
        hint = "leave out the weights, or declare 'declared' weighting for the index"
        return [Problem("the method finds the weights of the domains in the data", hint=hint)]


@dataclass(frozen=True, slots=True, eq=False)
class Noise:
    """The noise of one indicator, ready to be drawn.

    Attributes:
        stream: whose numbers are used; streams do not know of each other.
        row: the row of the figures that are drawn.
        kind: what is made of the numbers: see `mdi.sensitivity.drawn_figures`.
        centre: (n,) where the draws of each area lie; NaN where nothing is drawn.
        spread: (n,) how far they reach.
        scale: multiplies what is drawn into the unit of the indicator.
        bounds: the lowest and the highest figure that can be.
        part: of what the numbers are, where one source draws several of an indicator.
    """

    stream: str
    row: int
    kind: str
    centre: Floats
    spread: Floats
    scale: float
    bounds: tuple[float, float]
    part: str = ""

    @property
    def moves(self) -> bool:
        """Whether it moves what is there; all else is drawn anew, and goes before."""
        return self.kind in ("rounding", "denominators")


class VaryingFigures(Varying):
    """A distribution of single figures.

    Attributes:
        nothing: what is said where there is nothing to draw.
    """

    nothing: ClassVar[str]

    @abstractmethod
    def noises(self, result: IndexResult) -> list[Noise]:
        """The noise of every indicator that has some."""

    def refusals(self, result: IndexResult) -> list[Problem]:
        """Nothing to draw is refused: it would say that the ranks are sure."""
        if self.noises(result):
            return []
        return [Problem(self.nothing)]
