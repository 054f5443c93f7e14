"""Shares are drawn towards those of their group on the scale of logits."""

from __future__ import annotations

from typing import ClassVar, Literal

import numpy as np

from mdi.fitted import Bools, Floats, Ints
from mdi.shrinkage.centres import Centres
from mdi.shrinkage.rule import Sample, ShrinkageRule, figures_of, sums
from mdi.table import IndicatorTable

STEPS = 200  # far more than Newton's method needs; each step at least halves what is left
CLOSE = 1e-14  # relative


class Proportion(ShrinkageRule):
    """Shrinkage of a share of r among n: empirical logits, weighed by their precision.

    z = ln[(r + ½) ÷ (n − r + ½)] has the sampling variance
    s² = (n+1)(n+2) ÷ [n (r+1)(n−r+1)]; the shrunken logit is w·z + (1 − w)·Z with
    w = t² ÷ (t² + s²), where t² is the variance between the k areas of the group and Z its
    centre. The variance of the shrunken logit is w·s² (F7).

    Source: formulas F3 to F7; Scottish Indices of Deprivation 2003, appendix 1; for `dl`
    DerSimonian & Laird (1986), for `pm` Paule & Mandel (1982).

    Attributes:
        variance: how t² is found. `iod`: Σ(z−Z)² ÷ (k−1) with Z the logit of all counts of
            the group together, as the English and Scottish indices do. `dl`: the method of
            moments, without the noise of the areas themselves; Z is the mean of the logits
            by precision. `pm`: the same Z, and the t² that makes
            Σ(z−Z)² ÷ (s²+t²) = k − 1.
    """

    by: Literal["proportion"] = "proportion"
    variance: Literal["iod", "dl", "pm"] = "dl"

    measures: ClassVar[tuple[str, ...]] = ("share",)

    def sample(self, table: IndicatorTable, leaf_id: str) -> tuple[Bools, Sample]:
        """See `ShrinkageRule.sample`."""
        rows, r, n = counted_areas(table, leaf_id)
        logit = np.log((r + 0.5) / (n - r + 0.5))
        error = (n + 1) * (n + 2) / (n * (r + 1) * (n - r + 1))
        return rows, Sample(raw=r / n, estimate=logit, error=error, size=n)

    def fit(self, sample: Sample, group: Ints, count: int) -> Centres:
        """See `ShrinkageRule.fit`."""
        if self.variance == "iod":
            return _iod(sample, group, count)
        between = (_dl if self.variance == "dl" else _pm)(sample, group, count)
        centre, _ = _centre(sample, group, between)
        return Centres(centre, between)

    def back(self, estimate: Floats) -> Floats:
        """Logits as proportions."""
        from scipy.special import expit  # noqa: PLC0415

        return np.asarray(expit(estimate))


def counted_areas(table: IndicatorTable, leaf_id: str) -> tuple[Bools, Floats, Floats]:
    """(n,) which areas have a figure and people it is about; (m,) both counts of these."""
    counts = table.counts.get(leaf_id)
    if counts is None:
        return np.zeros(len(table), np.bool_), np.empty(0), np.empty(0)
    figures, _ = figures_of(table, leaf_id)
    rows = counts.known & (counts.denominator > 0) & ~np.isnan(figures)
    return rows, counts.numerator[rows], counts.denominator[rows]


def _iod(sample: Sample, group: Ints, count: int) -> Centres:
    """Formulas F5 and F6 (a): the logit of all counts together, and the spread around it."""
    r, n = (sums(group, count, x) for x in (sample.raw * sample.size, sample.size))
    centre = np.log((r + 0.5) / (n - r + 0.5))
    around = sums(group, count, (sample.estimate - centre[group]) ** 2)
    return Centres(centre, around / (np.bincount(group, minlength=count) - 1))


def _dl(sample: Sample, group: Ints, count: int) -> Floats:
    """Formula F6 (b): the spread beyond what chance explains, by the method of moments."""
    precision = 1 / sample.error
    total = sums(group, count, precision)
    centre = sums(group, count, precision * sample.estimate) / total
    q = sums(group, count, precision * (sample.estimate - centre[group]) ** 2)
    areas = np.bincount(group, minlength=count)
    slope = total - sums(group, count, precision**2) / total
    return np.maximum(0.0, (q - (areas - 1)) / slope)


def _pm(sample: Sample, group: Ints, count: int) -> Floats:
    """Formula F6 (c) by Newton's method from 0.

    The left side falls with t² and is convex, so the steps never pass the solution.

    Source: DerSimonian & Kacker (2007).
    """
    between = np.zeros(count)
    areas = np.bincount(group, minlength=count)
    for _ in range(STEPS):
        centre, precision = _centre(sample, group, between)
        square = (sample.estimate - centre[group]) ** 2
        excess = sums(group, count, precision * square) - (areas - 1)
        step = excess / sums(group, count, precision**2 * square)
        step = np.where((areas > 1) & (excess > 0), step, 0.0)
        between += step
        if not (step > CLOSE * between).any():
            break
    return between


def _centre(sample: Sample, group: Ints, between: Floats) -> tuple[Floats, Floats]:
    """(g,) means of the estimates by precision, and the (m,) precisions."""
    precision = 1 / (sample.error + between[group])
    total = sums(group, between.size, precision)
    return sums(group, between.size, precision * sample.estimate) / total, precision
