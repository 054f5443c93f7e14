"""How much of the chance in single figures the other indicators of an area see through."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mdi.fitted import Floats
from mdi.result import IndexResult
from mdi.shrinkage import Shrunken
from mdi.table import Figures

MOST = 2.0  # how much wider posteriors may become


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """One indicator in n areas, on the scale on which it was shrunk, in its own deviations.

    Attributes:
        centre: (n,) Z, of the group of each area; NaN where there is no figure.
        raw: (n,) how far the raw figure lies from it, in t.
        between: (n,) t, the deviation between the areas of the group, beyond chance.
        weight: (n,) w, of the raw figure.
    """

    centre: Floats
    raw: Floats
    between: Floats
    weight: Floats


def left_over(result: IndexResult) -> Floats:
    """(n,) by how much posteriors that were drawn one by one are to be narrowed or widened.

    Every figure was steadied by itself: x* = Z + Σ a w (z − Z) stands for the truth
    x = Z + Σ a d. Where indicators go together, an area that is high in many of them is hardly so
    by chance. Ranks do not know the scale of the index, so the noise that is drawn around x* should
    make it λ·x: with C = Cov(x, x*) and λ = Var(x*) ÷ C its variance is λ²·Var(x) − Var(x*). Posteriors
    that are drawn one by one have Σ a² w s². The root of the ratio is 1 where indicators have nothing
    to do with each other.

    Source: the caution in the evaluation of the Scottish index of 2004, section 4: to simulate
    indicators one by one overstates the uncertainty of ranks.
    """
    leaves = result.tree.leaf_weights()
    table, steadied = result.table, result.steadied
    rows = [row for row, f in enumerate(table.figures) if f.offered and leaves[row] > 0]
    seen = [
        _seen(table.figures[row], steadied.values[row], shrunken)
        for row in rows
        for shrunken in [steadied.shrunken.get(table.figures[row].indicator.id)]
    ]
    signs = np.array([table.figures[row].sign for row in rows])
    return _ratio(seen, leaves[rows] * signs)


def _seen(figures: Figures, values: Floats, shrunken: Shrunken | None) -> Seen:
    """A figure that was not shrunk counts as sure: its group is the country."""
    if shrunken is None or not (shrunken.weight > 0).any():
        mean, deviation = np.nanmean(values), np.nanstd(values) or 1.0
        centre = np.where(np.isnan(values), np.nan, 0.0)
        return Seen(centre, (values - mean) / deviation, np.ones(values.size), np.ones(values.size))
    w, value, target = shrunken.weight, shrunken.value, shrunken.target
    with np.errstate(divide="ignore", invalid="ignore"):
        if figures.indicator.measure == "share":
            value, target = np.log(value / (1 - value)), np.log(target / (1 - target))
        between = np.sqrt(shrunken.variance / (1 - w))  # w·s² = (1 − w)·t²
        raw = (value - target) / (w * between)
    known = np.isfinite(raw)
    unit = float(np.std(value[known])) or 1.0
    centre = np.where(known, (target - np.mean(target[known])) / unit, np.nan)
    return Seen(centre, raw, between / unit, w)


def _ratio(seen: list[Seen], weights: Floats) -> Floats:
    """(n,) the root of the variance that is wanted ÷ that of posteriors drawn one by one."""
    w = np.nan_to_num([each.weight for each in seen])
    here = ~np.isnan([each.centre for each in seen]) & (w > 0)
    raw = np.where(here, [each.raw for each in seen], 0.0)
    a = np.where(here, weights[:, np.newaxis] * [each.between for each in seen], 0.0)
    centre = np.where(here, weights[:, np.newaxis] * [each.centre for each in seen], 0.0)
    error = np.where(here, (1 - w) / np.where(here, w, 1.0), 0.0)
    groups = float(np.var(centre.sum(axis=0)))
    together = _correlations(np.where(here, raw * w, 0.0), np.where(here, w, 0.0))
    truth = groups + (a * (together @ a)).sum(axis=0)
    shared = groups + (a * (together @ (w * a))).sum(axis=0)
    used = groups + (w * a * (together @ (w * a))).sum(axis=0) + (w**2 * a**2 * error).sum(axis=0)
    apart = (w * a**2 * error).sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = ((used / shared) ** 2 * truth - used) / apart
    return np.sqrt(np.where(np.isfinite(ratio), np.clip(ratio, 0.0, MOST**2), 1.0))


def _correlations(steady: Floats, sure: Floats) -> Floats:
    """(k, k) correlations beyond chance: noise of two indicators has nothing in common.

    Args:
        steady: (k, n) deviations in t, times the weight of each.
        sure: (k, n) these weights, so that sure areas count more; 0 where there is no figure.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        found = (steady @ steady.T) / (sure @ sure.T)
    found = np.clip(np.nan_to_num(found), -1.0, 1.0)
    np.fill_diagonal(found, 1.0)
    return found
