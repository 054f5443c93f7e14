"""Means are drawn towards that of their group, by their standard errors."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from mdi.fitted import Bools, Ints
from mdi.shrinkage.centres import Centres
from mdi.shrinkage.rule import Sample, ShrinkageRule, figures_of, sums
from mdi.table import IndicatorTable


class Mean(ShrinkageRule):
    """Fay–Herriot with one mean for each group: y* = γ·y + (1 − γ)·β, γ = σ² ÷ (σ² + ψ).

    ψ is the square of the standard error, σ² the variance between the k areas of the group
    by the moments of Prasad and Rao, max(0, [Σ(y−ȳ)² − (1 − 1÷k)·Σψ] ÷ (k − 1)), and β the
    mean of y by the precisions 1 ÷ (σ² + ψ). The variance of y* is γ·ψ, in the squared unit
    of the indicator. An area without a standard error above 0 is not shrunk and does not
    count.

    Source: formula F9; Fay & Herriot (1979), Prasad & Rao (1990).
    """

    by: Literal["mean"] = "mean"

    measures: ClassVar[tuple[str, ...]] = ("mean", "score")
    needs: ClassVar[Literal["counts", "standard errors"]] = "standard errors"

    def sample(self, table: IndicatorTable, leaf_id: str) -> tuple[Bools, Sample]:
        """See `ShrinkageRule.sample`."""
        figures, _ = figures_of(table, leaf_id)
        errors = table.standard_errors.get(leaf_id, np.full(len(table), np.nan))
        rows = (errors > 0) & ~np.isnan(figures)
        y, variance = figures[rows], errors[rows] ** 2
        return rows, Sample(raw=y, estimate=y, error=variance, size=1 / variance)

    def fit(self, sample: Sample, group: Ints, count: int) -> Centres:
        """See `ShrinkageRule.fit`."""
        areas = np.bincount(group, minlength=count)
        plain = sums(group, count, sample.estimate) / areas
        around = sums(group, count, (sample.estimate - plain[group]) ** 2)
        chance = (1 - 1 / areas) * sums(group, count, sample.error)
        between = np.maximum(0.0, (around - chance) / (areas - 1))
        precision = 1 / (sample.error + between[group])
        total = sums(group, count, precision)
        return Centres(sums(group, count, precision * sample.estimate) / total, between)
