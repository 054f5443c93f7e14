"""The fitted scale of a rank rule: the figures of its reference."""

from __future__ import annotations

from typing import Annotated, Literal, cast

import numpy as np
from pydantic import Field, model_validator

from mdi.fitted import Bools, Fitted, Floats, Numbers
from mdi.normalisation.exponential_rank import ExponentialRank
from mdi.normalisation.normal_score import NormalScore
from mdi.normalisation.percentile_rank import PercentileRank
from mdi.normalisation.ranks import LONGEST_TABLE, RankRule, table_of

RankRules = Annotated[NormalScore | ExponentialRank | PercentileRank, Field(discriminator="by")]


class RankScale(Fitted):
    """Points by the place that a figure takes among those of the reference.

    A figure that the reference has gets the rank it has there, so the reference itself
    is scored as if it had been ranked anew. A figure between two of the reference ranks
    half-way; outside them, the rank stops at ½ and at n.

    Attributes:
        rule: from ranks to points.
        sign: +1 where a higher figure is worse, −1 where it is better.
        values: (n,) the figures of the reference × sign, upwards.

    Source: formula F36 (ii).
    """

    kind: Literal["ranks"] = "ranks"
    rule: RankRules
    sign: float
    values: Numbers

    @model_validator(mode="after")
    def _upwards(self) -> RankScale:
        rises = (self.values[1:] >= self.values[:-1]).all()
        if not (rises and np.isfinite(self.values).all()):
            message = "the figures of the reference are no numbers from the lowest to the highest"
            raise ValueError(message)
        return self

    def apply(self, values: Floats, points: Floats) -> None:
        """Fill `points` (n,) for raw figures (n,); NaN stays NaN."""
        from mdi.core.placing import half_places, points_by_place  # noqa: PLC0415

        places = np.empty(values.size, np.int64)
        half_places(self.values, self.sign, values, self.rule.ties == "as_published", places)
        count = self.values.size
        if count <= LONGEST_TABLE:
            points_by_place(places, table_of(self.rule, count), points)
            return
        points[:] = self.rule.points_of((places + 1) / 2.0, count)
        points[places < 0] = np.nan

    def beyond(self, values: Floats) -> Bools:
        """(n,) whether a figure lies outside the range of the reference."""
        if not self.values.size:
            return ~np.isnan(values)
        turned = self.sign * values
        return np.asarray((turned < self.values[0]) | (turned > self.values[-1]))


def scale_of(rule: RankRule, sign: float, values: Floats) -> RankScale:
    """The scale that these figures of a reference make; NaN among them are left out."""
    known = values[~np.isnan(values)]
    return RankScale(rule=cast("RankRules", rule), sign=sign, values=np.sort(sign * known))
