"""The same specification, the same ranks: beside the documented algorithm of COINr.

Quantiles of two independent samples are the same where each lies between those quantiles of the other
whose levels are z standard errors apart; means, where they differ by no more than z standard errors.
With z = 4 chance alone fails one comparison in 16,000, and there are 204 for each seed.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import mdi
from mdi.domains.model import Domains
from tests.sensitivity import coinr

DRAWS, Z = 2000, 4.0
BOUNDED = {"by": "minmax", "floor": 1, "ceiling": 100}
NOISE = {2: 0.25, 3: 0.25}
BY_NOISE = (
    {"by": "uniform_weights", "within": 0.25},
    {"by": "inner_weights", "within": 0.25, "levels": ["indicators"]},
)
SPECIFICATIONS = {
    "noise of weights at two levels": (coinr.Specification(NOISE), BY_NOISE),
    "noise of weights at every level": (
        coinr.Specification({1: 0.4, 2: 0.4, 3: 0.1}),
        (
            {"by": "uniform_weights", "within": 0.1},
            {"by": "inner_weights", "within": 0.4},
        ),
    ),
    "noise and normalisation": (
        coinr.Specification(NOISE, normalisations=[coinr.minmax, coinr.zscore]),
        (*BY_NOISE, {"by": "choices", "indicators": [BOUNDED, {"by": "zscore"}]}),
    ),
    "noise and aggregation": (
        coinr.Specification(NOISE, aggregations=[coinr.arithmetic, coinr.geometric]),
        (
            *BY_NOISE,
            {"by": "choices", "aggregation": [{"by": "arithmetic"}, {"by": "geometric"}]},
        ),
    ),
}
WRONG = {
    "less noise": (coinr.Specification({2: 0.2, 3: 0.2}), BY_NOISE),
    "noise of one level": (coinr.Specification({2: 0.25}), BY_NOISE),
    "noise of the indicators as well": (coinr.Specification({1: 0.5, **NOISE}), BY_NOISE),
    "no choice": (coinr.Specification(NOISE), SPECIFICATIONS["noise and normalisation"][1]),
}


def domains_of(index) -> Domains:
    """Two sub-indexes as domains, pillars as their indicators, and indicators as parts."""

    def text(name):
        return {"nl": name, "en": name}

    parts = [
        {
            "id": f"i{k}",
            "name": text(f"i{k}"),
            "measure": "score",
            "direction": "worse" if index.signs[k] > 0 else "better",
            "weight": index.weights[0][k],
        }
        for k in range(len(index.signs))
    ]
    pillars = [
        {
            "id": f"p{p}",
            "name": text(f"p{p}"),
            "weight": index.weights[1][p],
            "parts": [parts[k] for k in np.flatnonzero(index.pillar == p)],
        }
        for p in range(8)
    ]
    halves = [
        {
            "id": f"d{d}",
            "name": text(f"d{d}"),
            "order": d,
            "indicators": [pillars[p] for p in np.flatnonzero(index.half == d)],
        }
        for d in range(2)
    ]
    return Domains.parse({"domains": halves}, "a test")


def sensitivity_of(index, varies, seed):
    """`mdi.sensitivity` of the same figures."""
    codes = [f"GM{u:04d}" for u in range(1, coinr.UNITS + 1)]
    frame = pd.DataFrame({f"i{k}": row for k, row in enumerate(index.figures)})
    table = mdi.IndicatorTable.from_frame(
        frame.assign(area_code=codes), level="municipality", year=2022, domains=domains_of(index)
    )
    method = mdi.Method.parse({"indicators": BOUNDED, "index": "shares"}, "a test")
    weights = mdi.WeightSet(weights={"d0": 1.0, "d1": 1.0})
    vary = [mdi.Uncertainty.parse({"varies": each}, "a test") for each in varies]
    return mdi.sensitivity(table, DRAWS, seed, vary=vary, weights=weights, method=method)


def apart(found, ranks) -> list[str]:
    """All comparisons in which two samples of ranks are not the same within Monte-Carlo error."""
    wrong = []
    for name, share in (("low", 0.05), ("median", 0.5), ("high", 0.95)):
        error = Z * np.sqrt(share * (1 - share) * (1 / found.draws + 1 / len(ranks)))
        least, most = np.quantile(ranks, [share - error, share + error], axis=0)
        values = getattr(found, name)
        outside = (values < np.floor(least)) | (values > np.ceil(most))
        wrong += [f"{name} of {unit}" for unit in np.flatnonzero(outside)]
    error = Z * ranks.std(axis=0) * np.sqrt(1 / found.draws + 1 / len(ranks)) + 1e-12
    outside = np.abs(found.expected - ranks.mean(axis=0)) > error
    return wrong + [f"mean of {unit}" for unit in np.flatnonzero(outside)]


@pytest.mark.parametrize("name", SPECIFICATIONS)
@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_specification_gives_the_same_ranks(name, seed):
    specification, varies = SPECIFICATIONS[name]
    index = coinr.invented(seed)
    found = sensitivity_of(index, varies, seed)
    ranks = coinr.ranks_of(index, specification, DRAWS, seed + 100)
    assert apart(found, ranks) == []
    assert (found.high - found.low).mean() > 2  # something varied


@pytest.mark.parametrize("name", WRONG)
def test_another_specification_is_told_apart(name):
    specification, varies = WRONG[name]
    index = coinr.invented(1)
    found = sensitivity_of(index, varies, 1)
    assert len(apart(found, coinr.ranks_of(index, specification, DRAWS, 101))) >= 3


def test_without_any_noise_scores_and_ranks_are_those_of_the_index():
    index = coinr.invented(3)
    found = sensitivity_of(index, BY_NOISE, 1).result
    plain = coinr.scores(index, index.weights, coinr.minmax, coinr.arithmetic)
    np.testing.assert_allclose(found.index, plain, rtol=1e-10)
