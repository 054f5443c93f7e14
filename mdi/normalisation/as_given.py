"""Figures that are points already."""

from __future__ import annotations

from typing import Literal

from mdi.fitted import Bools, Floats
from mdi.normalisation.line_scale import LineScale
from mdi.normalisation.rule import Rule


class AsGiven(Rule):
    """The figures are points already, such as the published scores of a domain."""

    by: Literal["as_given"] = "as_given"

    def fit(self, values: Floats, sign: float, reference: Bools) -> LineScale:  # noqa: ARG002
        """See `Rule.fit`."""
        return LineScale(origin=0.0, scale=sign)
