"""The exponential transformation of ranks, and the constant that a wish asks for."""

from __future__ import annotations

from math import exp, sqrt
from typing import Any, Literal

import numpy as np
from pydantic import Field, FiniteFloat, model_validator

from mdi.fitted import Floats
from mdi.normalisation.ranks import RankRule

SMALLEST, LARGEST = 1.0, 1e6  # of c: outside, the formula leaves floating-point range


class ExponentialRank(RankRule):
    """Exponential transformation of the rank, from 0 (or just above it) to 100.

    X = −c · ln{1 − R (1 − e^(−100/c))}. With c = 23 about a tenth of the areas have more
    than 50 points, so that a low rank in one domain hardly cancels a high one in another.

    Attributes:
        c: the constant; the smaller, the fewer areas have many points.
        share: instead of `c`: this share of the areas …
        level: … has more than so many points.
        convention: `england`: R = ρ ÷ n; `scotland`: R = (ρ − 1) ÷ n, with ρ the ascending
            rank, so that the best-off area has 0.

    Source: formulas F14 (i), (ii) and F15; English Index of Multiple Deprivation, Scottish
    Index of Multiple Deprivation 2020.
    """

    by: Literal["exponential_rank"] = "exponential_rank"
    c: FiniteFloat = Field(default=23.0, ge=SMALLEST, le=LARGEST)
    share: FiniteFloat | None = Field(default=None, gt=0, lt=1)
    level: FiniteFloat | None = Field(default=None, gt=0, lt=100)
    convention: Literal["england", "scotland"] = "england"

    @model_validator(mode="before")
    @classmethod
    def _solved(cls, given: Any) -> Any:
        """Put the `c` that `share` and `level` ask for in its place."""
        if not isinstance(given, dict) or {"share", "level"}.isdisjoint(given):
            return given
        share, level = given.get("share"), given.get("level")
        if share is None and level is None:
            return given
        if not (isinstance(share, float | int) and isinstance(level, float | int)):
            message = "give 'share' and 'level' together, as numbers"
            raise ValueError(message)  # noqa: TRY004
        solved = constant_for(float(share), float(level))
        if "c" in given and given["c"] != solved:
            message = f"give either 'c' or 'share' and 'level' (they ask for c = {solved:.6g})"
            raise ValueError(message)
        return {**given, "c": solved}

    def bounds(self) -> tuple[float, float]:
        """From 0 to 100."""
        return 0.0, 100.0

    @property
    def positive(self) -> bool:
        """England's lowest rank has more than 0 points, Scotland's has 0."""
        return self.convention == "england"

    def points_of(self, rank: Floats, count: int) -> Floats:
        """See `RankRule.points_of`."""
        place = rank if self.convention == "england" else np.maximum(rank - 1.0, 0.0)
        share, lowest = place / count, np.exp(-100.0 / self.c)
        with np.errstate(divide="ignore"):  # the highest rank of a small c is set below
            low = np.log1p(share * np.expm1(-100.0 / self.c))
            high = np.log((count - place) / count + share * lowest)
        points = -self.c * np.where(share < 0.5, low, high)  # each is exact in its half
        return np.where(place == count, 100.0, np.where(place == 0, 0.0, points))


def constant_for(share: float, level: float) -> float:
    """The c that gives this share of the areas more than `level` points, by bisection.

    Args:
        share: part of the areas, 0 to 1.
        level: points, 0 to 100.

    Raises:
        ValueError: no c does.

    Source: formula F15. ``constant_for(0.1, 50)`` is 22.756.
    """
    possible = 0 < level < 100
    if not (possible and _below(SMALLEST, level) > 1 - share > _below(LARGEST, level)):
        message = f"no c gives {share:g} of the areas more than {level:g} points"
        raise ValueError(message)
    low, high = SMALLEST, LARGEST
    while True:
        middle = sqrt(low * high)
        if not low < middle < high:
            return middle
        if _below(middle, level) > 1 - share:
            low = middle
        else:
            high = middle


def _below(c: float, level: float) -> float:
    """The share of areas with at most `level` points: the inverse of the transformation."""
    return (1 - exp(-level / c)) / (1 - exp(-100 / c))
