"""Every rule of normalisation with its options, columns to try it on, and how it is applied."""

from typing import get_args

import numpy as np
import pytest
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mdi.normalisation import (
    AsGiven,
    ExponentialRank,
    FixedReference,
    Goalposts,
    MinMax,
    Normalisation,
    NormalScore,
    PercentileRank,
    TargetDistance,
    ZScore,
)

UNION, _ = get_args(Normalisation)
BASE = (-7.5, 0.0, 1.0, 1.0, 2.0, 4.0, 250.0)
RULES = {
    "normal score": NormalScore(),
    "normal score as published": NormalScore(ties="as_published"),
    "england": ExponentialRank(),
    "england as published": ExponentialRank(ties="as_published"),
    "scotland": ExponentialRank(convention="scotland"),
    "scotland as published": ExponentialRank(convention="scotland", ties="as_published"),
    "share and level": ExponentialRank(share=0.2, level=40),
    "percentile rank": PercentileRank(),
    "percentile rank as published": PercentileRank(ties="as_published"),
    "z-score": ZScore(),
    "min-max": MinMax(),
    "min-max from 1": MinMax(floor=1, ceiling=3),
    "goalposts": Goalposts(best=0, worst=4),
    "goalposts without ends": Goalposts(best=-3, worst=300, truncate=False),
    "target": TargetDistance(target=2),
    "as given": AsGiven(),
    "fixed reference": FixedReference(rule=ExponentialRank(), values=BASE),
    "fixed percentiles": FixedReference(rule=PercentileRank(ties="as_published"), values=BASE),
}
every_rule = pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())

figures = st.one_of(st.integers(0, 5).map(float), st.floats(-1e3, 1e3), st.just(np.nan))
cases = arrays(np.float64, st.integers(1, 40), elements=figures).flatmap(
    lambda values: st.tuples(st.just(values), arrays(bool, values.size))
)


def turned(rule):
    """The same rule for mirrored figures."""
    match rule:
        case Goalposts():
            return rule.model_copy(update={"best": -rule.best, "worst": -rule.worst})
        case TargetDistance():
            return rule.model_copy(update={"target": -rule.target})
        case FixedReference():
            return rule.model_copy(update={"values": tuple(-x for x in rule.values)})
    return rule


def points_of(rule, values, sign=1.0, among=None):
    """Points of the reference, fitted and applied at once."""
    values = np.asarray(values, float)
    points = np.empty(values.size)
    rule.apply(values, sign, np.ones(values.size, bool) if among is None else among, points)
    return points


def fitted(rule, values, sign=1.0, among=None):
    """The scale alone."""
    values = np.asarray(values, float)
    return rule.fit(values, sign, np.ones(values.size, bool) if among is None else among)


def applied(scale, values):
    """Points of any areas on a scale."""
    values = np.asarray(values, float)
    points = np.empty(values.size)
    scale.apply(values, points)
    return points
