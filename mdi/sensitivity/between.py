"""Centres of groups and the spread between their areas, as likely as they can be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from mdi.fitted import Floats, Ints
from mdi.shrinkage.rule import sums

ROUNDS, WHOLE, CLOSE = 100, 20, 1e-5  # half steps after so many whole ones: none goes to and fro
LONGEST = 1.0  # of the step of a logarithm
LEAST = 1e-4  # weight
KEPT = 2.0  # of the factor t² of the likelihood, which keeps it above 0
ALIKE = 10.0  # areas: how much the spread in all groups says of that in one

Inference = Callable[[Floats, Floats], tuple[Floats, Floats]]


@dataclass(frozen=True, slots=True, eq=False)
class Between:
    """What areas are drawn to; for g groups.

    Attributes:
        centre: (g,) the mean of each.
        doubt: (g,) the variance of that mean.
        variance: (g,) t², between its areas.
    """

    centre: Floats
    doubt: Floats
    variance: Floats


def between(infer: Inference, start: Floats, group: Ints, farthest: float) -> Between:
    """Fit x ~ N(μ of the group, t² of the group) to what is known of x in m areas.

    Steps by Fisher's scoring from the posteriors of all x. The likelihood is adjusted by a factor t²,
    so that t² is never 0; the μ of groups are N(M, B) themselves, and each t² is drawn to the t² of all
    groups as if ten areas told it.

    Args:
        infer: from (m,) centres and (m,) variances between areas to the posterior mean and variance
            of each area.
        start: (m,) a first estimate of x.
        group: (m,) the group of each area, from 0; none is empty.
        farthest: from zero that a centre can be.

    Source: Li & Lahiri (2010), Journal of Multivariate Analysis 101; Prasad & Rao (1990).
    """
    at = _start(start, group)
    for number in range(ROUNDS):
        at, moved = _round(infer, group, farthest, at, 1.0 if number < WHOLE else 0.5)
        if moved < CLOSE:
            break
    return Between(at.centre, at.doubt, at.spread)


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """What has been found so far.

    Attributes:
        centre: (g,) μ.
        doubt: (g,) the variance of it.
        spread: (g,) t².
        middle: M, the mean of all μ.
        apart: B, their variance; without bound for a single group.
        common: the t² of all groups.
    """

    centre: Floats
    doubt: Floats
    spread: Floats
    middle: float
    apart: float
    common: float


def _start(start: Floats, group: Ints) -> _State:
    areas = np.bincount(group)
    common, middle = max(float(np.var(start)), LEAST) / 2, float(start.mean())
    spread = np.full(areas.size, common)
    apart = common / 4 if areas.size > 1 else np.inf
    return _State(np.full(areas.size, middle), spread / areas, spread, middle, apart, common)


def _round(
    infer: Inference, group: Ints, farthest: float, at: _State, pace: float
) -> tuple[_State, float]:
    """One step of all of them, and how far the furthest went, in deviations or logarithms."""
    areas = np.bincount(group)
    x, variance = infer(at.centre[group], at.spread[group])
    w = np.clip(1 - variance / at.spread[group], LEAST, 1.0)
    known, scatter = sums(group, areas.size, w), sums(group, areas.size, w**2)
    off = x - at.centre[group]
    doubt = 1 / (known / at.spread + 1 / at.apart)
    excess = (sums(group, areas.size, off**2 + variance) + doubt * scatter) / at.spread - areas
    moved, middle = _centres(sums(group, areas.size, off) / at.spread, doubt, at)
    wider, common = _spreads(excess, scatter, at)
    centre = np.clip(at.centre + moved, -farthest, farthest)
    after = _State(
        centre,
        doubt,
        at.spread * np.exp(pace * wider),
        at.middle + middle,
        _apart(centre, doubt, at),
        float(at.common * np.exp(pace * common)),
    )
    furthest = max(abs(moved / np.sqrt(at.spread)).max(), abs(wider).max(), abs(common))
    return after, float(furthest)


def _centres(score: Floats, doubt: Floats, at: _State) -> tuple[Floats, float]:
    """Steps of all μ and of M, which belong together."""
    alone = doubt * (score + (at.middle - at.centre) / at.apart)
    if alone.size == 1:
        return alone, float(alone[0])
    towards = (at.centre + alone - at.middle).sum()
    middle = float(towards / (1 - doubt / at.apart).sum())
    return alone + doubt / at.apart * middle, middle


def _spreads(excess: Floats, scatter: Floats, at: _State) -> tuple[Floats, float]:
    """Steps of the logarithms of all t² and of that of all groups, which belong together."""
    if excess.size == 1:
        step = _step(excess + KEPT, scatter + KEPT)
        return step, float(step[0])
    ratio = at.common / at.spread
    alone = _step(excess + ALIKE * (ratio - 1), scatter + ALIKE)
    certain = (ALIKE * scatter / (scatter + ALIKE)).sum()
    common = _step((ALIKE * (1 - ratio + alone)).sum() + KEPT, certain + KEPT)
    return alone + ALIKE / (scatter + ALIKE) * common, float(common)


def _apart(centre: Floats, doubt: Floats, at: _State) -> float:
    """B, one step on; one of the centres is their own."""
    if centre.size == 1:
        return at.apart
    w = np.clip(1 - doubt / at.apart, LEAST, 1.0)
    around = ((centre - centre.mean()) ** 2 + doubt).sum() / at.apart
    step = _step(around - (centre.size - 1) + KEPT, (w**2).sum() + KEPT)
    return float(at.apart * np.exp(step))


def _step(score: Any, information: Any) -> Any:
    """Of the logarithm of a variance; shorter where the score is far from what is expected.

    Where areas hardly differ there is little information, and a whole step would go to and fro.
    """
    return np.clip(score / (information + abs(score)), -LONGEST, LONGEST)
