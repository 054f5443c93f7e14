"""Chance in small numbers: shares, rates and means might have come out otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import ClassVar, Literal

import numpy as np

from mdi.fitted import Floats
from mdi.rates import SCALE
from mdi.result import IndexResult
from mdi.sensitivity.posterior import Posterior, posteriors
from mdi.sensitivity.seen_through import left_over
from mdi.sensitivity.varying import Noise, VaryingFigures
from mdi.table import Figures, IndicatorTable

GAP = np.nan
KINDS = {"share": "logits", "rate": "gammas", "mean": "normals", "score": "normals"}
LEAST_SHAPE = 0.5  # of a count of 0: Jeffreys' prior

Spread = tuple[str, Floats, Floats]  # kernel, centre, spread


class Sampling(VaryingFigures):
    """Draws around the figures that the index used.

    A shrunken figure is drawn from its posterior: a share from a normal distribution of its logit, a
    rate from one of its logarithm, a mean from one of itself. A figure that was not shrunk is drawn
    by its counts or standard error: N(z, s²) on the scale of logits, a gamma distribution of r
    events, N(y, ψ). Estimates of a model, and figures of which neither counts nor standard errors
    are known, are left as they are.

    Attributes:
        exact: whether posteriors come from the counts themselves. Where counts are small, the mean
            logit is a little below the shrunken one, and the variance is another. Without it, they are
            those of the rule of shrinkage: N(z*, w·s²), a gamma distribution of mean θ* and
            variance C·m ÷ n, N(y*, γψ).
        together: whether posteriors are narrowed by what the indicators of an area say of each
            other; see `mdi.sensitivity.seen_through`. Without it, ranks seem less sure than they
            are where indicators go together.

    Source: formulas F3, F4, F7 to F9 and F26.
    """

    by: Literal["sampling"] = "sampling"
    exact: bool = True
    together: bool = True

    nothing: ClassVar[str] = (
        "sampling: the table has neither counts nor standard errors of any figure"
    )

    def noises(self, result: IndexResult) -> list[Noise]:
        """See `VaryingFigures.noises`."""
        shrunken = posteriors(result, exact=self.exact)
        left = left_over(result, shrunken) if self.together else np.ones(len(result))
        return list(self._noises(result, shrunken, left))

    def _noises(
        self, result: IndexResult, shrunken: Mapping[str, Posterior], left: Floats
    ) -> Iterator[Noise]:
        table = result.table
        for row, figures in enumerate(table.figures):
            if not figures.offered or figures.estimator == "model":
                continue
            leaf, measure = figures.indicator.id, figures.indicator.measure
            raw, known = _of_table(table, figures, table.values[row]), shrunken.get(leaf)
            found = [] if raw is None else [raw]
            if known is not None:
                around = _of_logarithms if self.exact and measure == "rate" else _of_posterior
                own = [(k, c, np.where(np.isnan(known.mean), s, GAP)) for k, c, s in found]
                found = [around(measure, known, left), *own]
            for kind, centre, spread in found:
                if not np.isnan(spread).all():
                    bounds = figures.indicator.range
                    yield Noise("sampling", row, kind, centre, spread, SCALE[measure], bounds)


def _of_posterior(measure: str, known: Posterior, left: Floats) -> Spread:
    """Logits of shares, gamma variables of rates, means as they are."""
    mean, variance = known.mean, left**2 * known.variance
    kind, centre, spread = KINDS[measure], mean, np.sqrt(variance)
    with np.errstate(divide="ignore", invalid="ignore"):
        if measure == "rate":
            centre, spread = mean**2 / variance, variance / mean
    return kind, centre, np.where((variance > 0) & np.isfinite(centre), spread, GAP)


def _of_logarithms(_: str, known: Posterior, left: Floats) -> Spread:
    """Rates by a normal variable of their logarithm."""
    return "logarithms", known.mean, left * np.sqrt(known.variance)


def _of_table(table: IndicatorTable, figures: Figures, values: Floats) -> Spread | None:
    """Around the figures as they stand; None where nothing is known of them."""
    leaf, measure = figures.indicator.id, figures.indicator.measure
    if measure in ("mean", "score"):
        errors = table.standard_errors.get(leaf)
        if errors is None:
            return None
        return "normals", values, np.where(~np.isnan(values) & (errors > 0), errors, GAP)
    counts = table.counts.get(leaf)
    if counts is None:
        return None
    here = counts.known & (counts.denominator > 0) & ~np.isnan(values)
    r, n = (np.where(here, each, GAP) for each in (counts.numerator, counts.denominator))
    if measure == "rate":
        return "gammas", np.maximum(r, LEAST_SHAPE), 1 / n
    with np.errstate(divide="ignore", invalid="ignore"):  # recovered counts may exceed n a little
        r = np.clip(r, 0, n)
        logit = np.log((r + 0.5) / (n - r + 0.5))
        error = np.sqrt((n + 1) * (n + 2) / (n * (r + 1) * (n - r + 1)))
    return "logits", logit, error
