"""Chance in small numbers: shares, rates and means might have come out otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

import numpy as np

from mdi.fitted import Floats
from mdi.rates import SCALE
from mdi.result import IndexResult
from mdi.sensitivity.seen_through import left_over
from mdi.sensitivity.varying import Noise, VaryingFigures
from mdi.shrinkage import Shrunken
from mdi.table import Figures, IndicatorTable

GAP = np.nan
LEAST_SHAPE = 0.5  # of a count of 0: Jeffreys' prior

Spread = tuple[str, Floats, Floats]  # kernel, centre, spread


class Sampling(VaryingFigures):
    """Draws around the figures that the index used.

    A shrunken figure is drawn from its posterior: a share from N(z*, w·s²) on the scale of
    logits, a rate from a gamma distribution with its mean and variance, a mean from N(y*, γψ).
    A figure that was not shrunk is drawn by its counts or standard error: N(z, s²) on the scale
    of logits, a gamma distribution of r events, N(y, ψ). Estimates of a model, and figures of
    which neither counts nor standard errors are known, are left as they are.

    Attributes:
        together: whether posteriors are narrowed by what the indicators of an area say of each
            other; see `mdi.sensitivity.seen_through`. Without it, ranks seem less sure than they
            are where indicators go together.

    Source: formulas F3, F4, F7 to F9 and F26.
    """

    by: Literal["sampling"] = "sampling"
    together: bool = True

    nothing: ClassVar[str] = (
        "sampling: the table has neither counts nor standard errors of any figure"
    )

    def noises(self, result: IndexResult) -> list[Noise]:
        """See `VaryingFigures.noises`."""
        left = left_over(result) if self.together else np.ones(len(result))
        return list(_noises(result, left))


def _noises(result: IndexResult, left: Floats) -> Iterator[Noise]:
    table = result.table
    for row, figures in enumerate(table.figures):
        if not figures.offered or figures.estimator == "model":
            continue
        raw = _of_table(table, figures, table.values[row])
        shrunken = result.steadied.shrunken.get(figures.indicator.id)
        found = raw if shrunken is None else _of_posterior(shrunken, figures, left, raw)
        if found is not None and not np.isnan(found[2]).all():
            measure, bounds = figures.indicator.measure, figures.indicator.range
            yield Noise("sampling", row, *found, SCALE[measure], bounds)


def _of_posterior(shrunken: Shrunken, figures: Figures, left: Floats, raw: Spread | None) -> Spread:
    """Around the shrunken figures; where an area was not shrunk, around its own."""
    value, variance = shrunken.value, left**2 * shrunken.variance
    with np.errstate(divide="ignore", invalid="ignore"):
        if figures.indicator.measure == "share":
            kind, centre, spread = "logits", np.log(value / (1 - value)), np.sqrt(variance)
        elif figures.indicator.measure == "rate":
            kind, centre, spread = "gammas", value**2 / variance, variance / value
        else:
            kind, centre, spread = "normals", value, np.sqrt(variance)
    own = np.isnan(shrunken.weight)
    spread = np.where(~own & (variance > 0) & np.isfinite(centre), spread, GAP)
    if raw is None or not own.any():
        return kind, centre, spread
    return kind, np.where(own, raw[1], centre), np.where(own, raw[2], spread)


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
