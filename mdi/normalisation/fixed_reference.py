"""Ranks among declared figures."""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import Field, FiniteFloat

from mdi.fitted import Bools, Floats
from mdi.normalisation.rank_scale import RankRules, RankScale, scale_of
from mdi.normalisation.rule import Rule


class FixedReference(Rule):
    """Ranked among declared figures, such as those of a base year, instead of the data.

    Attributes:
        rule: from ranks to points.
        values: the raw figures of the reference, in any order.

    Source: formula F36 (ii).
    """

    by: Literal["fixed_reference"] = "fixed_reference"
    rule: RankRules
    values: tuple[FiniteFloat, ...] = Field(min_length=2)

    def bounds(self) -> tuple[float, float] | None:
        """Those of the rule."""
        return self.rule.bounds()

    @property
    def positive(self) -> bool:
        """As the rule says."""
        return self.rule.positive

    def fit(self, values: Floats, sign: float, reference: Bools) -> RankScale:  # noqa: ARG002
        """See `Rule.fit`; the declared figures are the scale."""
        return scale_of(self.rule, sign, np.array(self.values))
