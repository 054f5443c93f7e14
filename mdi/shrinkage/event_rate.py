"""Rates of events are drawn towards those of their group: a person can have several."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from mdi.fitted import Bools, Floats, Ints
from mdi.shrinkage.centres import Centres
from mdi.shrinkage.proportion import counted_areas
from mdi.shrinkage.rule import Sample, ShrinkageRule, sums
from mdi.table import IndicatorTable


class EventRate(ShrinkageRule):
    """Empirical Bayes for r events among n, where r may exceed n.

    With θ = r ÷ n and the rate m = Σr ÷ Σn of the group, the spread beyond chance is
    A = max(0, Σn(θ−m)² ÷ Σn − m ÷ n̄), the weight C = A ÷ (A + m ÷ n) and the shrunken rate
    m + C·(θ − m). Its variance is C·m ÷ n, in squared events per head.

    Source: formula F8; Marshall (1991), Mapping disease and mortality rates using
    empirical Bayes estimators.
    """

    by: Literal["event_rate"] = "event_rate"

    measures: ClassVar[tuple[str, ...]] = ("rate",)

    def sample(self, table: IndicatorTable, leaf_id: str) -> tuple[Bools, Sample]:
        """See `ShrinkageRule.sample`; the error is that of a rate of 1."""
        rows, r, n = counted_areas(table, leaf_id)
        return rows, Sample(raw=r / n, estimate=r / n, error=1 / n, size=n)

    def fit(self, sample: Sample, group: Ints, count: int) -> Centres:
        """See `ShrinkageRule.fit`."""
        people = sums(group, count, sample.size)
        mean = sums(group, count, sample.size * sample.raw) / people
        spread = sums(group, count, sample.size * (sample.raw - mean[group]) ** 2) / people
        chance = mean * np.bincount(group, minlength=count) / people
        return Centres(mean, np.maximum(0.0, spread - chance))

    def error(self, sample: Sample, centre: Floats) -> Floats:
        """The variance of a count of events is their expectation."""
        return centre * sample.error
