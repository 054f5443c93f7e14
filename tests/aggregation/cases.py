"""Tables of children, and how a rule is fitted on them and applied."""

from typing import get_args

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mdi.aggregation import (
    AdjustedMazziottaPareto,
    Aggregation,
    AlkireFoster,
    Arithmetic,
    Copeland,
    Geometric,
    Harmonic,
    MazziottaPareto,
    PowerMean,
)

UNION, _ = get_args(Aggregation)
LOW, HIGH = 40.0, 100.0
RULES = [
    Arithmetic(),
    Geometric(),
    Harmonic(),
    PowerMean(power=-2.5),
    PowerMean(power=0),
    PowerMean(power=3),
    MazziottaPareto(),
    AdjustedMazziottaPareto(),
    AdjustedMazziottaPareto(goalposts=(0, 120)),
    AdjustedMazziottaPareto(reference_value=LOW),
    Copeland(),
    AlkireFoster(cutoff=50, k=0.4),
]
whole = st.integers(int(LOW), int(HIGH)).map(float)
points = st.one_of(whole, st.floats(LOW, HIGH).map(lambda x: round(x, 6)), st.just(np.nan))


def name(rule):
    return " ".join([rule.by, *(str(v) for key, v in rule if key != "by" and v is not None)])


def tables(least=1):
    """(k, n) points of children with gaps, and (k,) weights of which some may be 0."""
    shapes = st.tuples(st.integers(1, 5), st.integers(least, 20))
    return shapes.flatmap(
        lambda shape: st.tuples(
            arrays(np.float64, shape, elements=points),
            arrays(np.float64, shape[0], elements=st.integers(0, 5).map(float)),
        )
    )


def everyone(rows):
    return np.ones(rows.shape[1], bool)


def fit(rule, rows, weights, reference=None):
    return rule.fit(rows, weights, everyone(rows) if reference is None else reference)


def apply(combiner, rows, weights):
    scores = np.empty(rows.shape[1])
    combiner.apply(rows, np.arange(len(rows)), weights, scores)
    return scores


def scores_of(rule, rows, weights, reference=None):
    rows, weights = np.asarray(rows, float), np.asarray(weights, float)
    return apply(fit(rule, rows, weights, reference), rows, weights)
