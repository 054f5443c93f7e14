"""How much noise around the figures of an area is to be drawn, by what its indicators say together."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from mdi.fitted import Floats, Ints
from mdi.result import IndexResult
from mdi.sensitivity.posterior import Posterior
from mdi.tree import Node


def left_over(result: IndexResult, posteriors: Mapping[str, Posterior]) -> Floats:
    """(n,) by how much the deviations of posteriors are to be multiplied.

    Every figure is steadied by itself: x* = Z + Σ a w (z − Z) stands for the truth x = Z + Σ a d. Where
    indicators go together, an area that is high in many of them is hardly so by chance, and yet
    each of its figures was drawn to the centre. Ranks do not know the scale of the index: x* stands
    for λ·x, with the λ = Σ Var(x*) ÷ Σ Cov(x, x*) of all areas together. How far it is from it,
    Var(x*) − 2λ·Cov(x, x*) + λ²·Var(x), is the variance that draws around x* need. Posteriors that
    are drawn one by one have Σ a² v. The root of the ratio is 1 where indicators have nothing to do
    with each other.

    Source: the caution in the evaluation of the Scottish index of 2004, section 4: to simulate
    indicators one by one overstates the uncertainty of ranks.
    """
    order = np.argsort(np.array(result.table.codes), kind="stable")
    leaves, shares = _leaves(result, posteriors, order)
    if not leaves:
        return np.ones(len(result))
    left = np.empty(len(result))
    left[order] = _ratio(leaves, shares)
    return left


def _leaves(
    result: IndexResult, posteriors: Mapping[str, Posterior], order: Ints
) -> tuple[list[Posterior], Floats]:
    """The indicators of weight, and the (k, 1) slope of the index by each.

    The slope is the weight in the unit of the indicator. Where the points of a domain are ranked or
    standardised, its weight is that of a whole deviation of the domain; else those of its indicators
    that the table has share it.
    """
    table, weights = result.table, result.tree.leaf_weights()
    found: list[Posterior] = []
    slopes: list[float] = []
    for domain in result.tree.domains:
        inside, own, offered = [], [], 0.0
        for row in _rows(domain):
            figures = table.figures[row]
            known = posteriors.get(figures.indicator.id) or _sure(result.steadied.values[row])
            known = known.at(order)
            unit = _deviation(known)
            if figures.offered and weights[row] > 0 and unit > 0:
                inside.append(known)
                offered += weights[row]
                own.append(figures.sign * weights[row] / unit)
        if not inside:
            continue
        ranked = result.scoring.plan.parents[domain.row].transformation is not None
        whole = _spread(inside, own) if ranked else offered
        own = [slope * domain.weight / whole for slope in own]
        found += inside
        slopes += own
    return found, np.array(slopes)[:, np.newaxis]


def _rows(node: Node) -> list[int]:
    """The leaves below a node."""
    if not node.children:
        return [node.row]
    return [row for child in node.children for row in _rows(child)]


def _sure(values: Floats) -> Posterior:
    """A figure that was not shrunk counts as sure: its group is the country."""
    here = ~np.isnan(values)
    mean, spread = (values[here].mean(), values[here].var()) if here.any() else (0.0, 0.0)
    every = np.where(here, 1.0, np.nan)
    return Posterior(values, 0.0 * every, mean * every, spread * every, every)


def _deviation(known: Posterior) -> float:
    """The deviation of the draws of an indicator."""
    here = ~np.isnan(known.mean)
    if not here.any():
        return 0.0
    return float(np.sqrt(known.mean[here].var() + known.variance[here].mean()))


def _spread(inside: list[Posterior], slopes: list[float]) -> float:
    """The deviation of the draws of a domain."""
    middle, noise = np.zeros(inside[0].mean.size), np.zeros(inside[0].mean.size)
    for known, slope in zip(inside, slopes, strict=True):
        here = ~np.isnan(known.mean)
        middle += np.where(here, slope * (known.mean - known.mean[here].mean()), 0.0)
        noise += np.where(here, slope**2 * known.variance, 0.0)
    return float(np.sqrt(middle.var() + noise.mean())) or 1.0


def _ratio(leaves: list[Posterior], slopes: Floats) -> Floats:
    """(n,) the root of the variance that is wanted ÷ that of posteriors drawn one by one."""

    def of_all(values: list[Floats]) -> Floats:
        return np.asarray(np.where(here, np.nan_to_num(values), 0.0))

    here = np.array([(each.weight > 0) & (each.between > 0) for each in leaves])
    w = of_all([each.weight for each in leaves])
    t = np.sqrt(of_all([each.between for each in leaves]))
    a = slopes * t
    moved = of_all([each.mean - each.centre for each in leaves])
    centre = slopes * of_all([each.centre - np.nanmean(each.centre) for each in leaves])
    groups = float(np.var(centre.sum(axis=0)))
    chance = (w * (1 - w) * a**2).sum(axis=0)
    doubt = (slopes**2 * of_all([each.doubt for each in leaves])).sum(axis=0)
    apart = (slopes**2 * of_all([each.variance for each in leaves])).sum(axis=0)
    together = _correlations(moved / np.where(here, t, 1.0), w)
    truth = groups + (a * _times(together, a)).sum(axis=0)
    shared = groups + (a * _times(together, w * a)).sum(axis=0)
    used = groups + (w * a * _times(together, w * a)).sum(axis=0) + chance
    scale = used.sum() / shared.sum() if shared.sum() > 0 else 1.0
    wanted = used - 2 * scale * shared + scale**2 * truth + doubt
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.sqrt(np.maximum(wanted, 0.0) / apart)
    return np.where(np.isfinite(ratio), ratio, 1.0)


def _correlations(steady: Floats, sure: Floats) -> Floats:
    """(k, k) correlations beyond chance: noise of two indicators has nothing in common.

    Args:
        steady: (k, n) deviations in t, times the weight of each.
        sure: (k, n) these weights, so that sure areas count more; 0 where there is no figure.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.einsum("in,jn->ij", steady, steady) / np.einsum("in,jn->ij", sure, sure)
    found: Floats = np.clip(np.nan_to_num(ratio), -1.0, 1.0)
    np.fill_diagonal(found, 1.0)
    return found


def _times(together: Floats, values: Floats) -> Floats:
    """(k, n) the matrix × values, by sums that no library of matrices takes apart."""
    return np.asarray(np.einsum("ij,jn->in", together, values))
