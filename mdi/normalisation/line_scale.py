"""The fitted scale of a linear rule: a straight line, with ends where it is cut off."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field, FiniteFloat

from mdi.fitted import Bools, Fitted, Floats


class LineScale(Fitted):
    """Points are ``start + scale · (value − origin) ÷ unit``.

    Attributes:
        origin: the raw figure that gets `start`.
        unit: what the distance from the origin is measured in, above 0.
        scale: points of one unit; negative where more is better, 0 on a flat reference.
        start: the points of the origin.
        ends: the lowest and highest points; beyond them the line is cut off.
        range: the lowest and highest figure of the reference, where it has been looked at.
        empty: the reference had no figure; there are no points.
    """

    kind: Literal["line"] = "line"
    origin: FiniteFloat
    unit: FiniteFloat = Field(default=1.0, gt=0)
    scale: FiniteFloat
    start: FiniteFloat = 0.0
    ends: tuple[FiniteFloat, FiniteFloat] | None = None
    range: tuple[FiniteFloat, FiniteFloat] | None = None
    empty: bool = False

    def apply(self, values: Floats, points: Floats) -> None:
        """Fill `points` (n,) for raw figures (n,); NaN stays NaN."""
        from mdi.core.linear import line  # noqa: PLC0415

        if self.empty:
            points[:] = np.nan
            return
        if self.scale == 0:  # however far away the figure is
            points[:] = np.where(np.isnan(values), np.nan, self.start)
            return
        line(values, self.origin, self.unit, self.scale, self.start, points)
        if self.ends is not None:
            np.clip(points, *self.ends, out=points)

    def beyond(self, values: Floats) -> Bools:
        """(n,) whether a figure lies outside the range of the reference."""
        if self.range is None:
            return np.zeros(values.size, np.bool_)
        low, high = self.range
        return np.asarray((values < low) | (values > high))


NOWHERE = LineScale(origin=0.0, scale=0.0, empty=True)  # of a reference without a figure
