"""Simulated countries of which the truth is known: every share of every neighbourhood."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import expit, logit

import mdi

SHARES = [leaf for leaf in mdi.load_domains().leaves() if leaf.measure == "share"]


@dataclass(frozen=True)
class Country:
    """What a table tells, and what is true."""

    frame: pd.DataFrame
    truth: pd.DataFrame

    @property
    def table(self) -> mdi.IndicatorTable:
        return _table(self.frame)

    def true_ranks(self, method: mdi.Method):
        return mdi.compute(_table(self.truth), method=method).rank


def _table(frame):
    return mdi.IndicatorTable.from_frame(frame, level="neighbourhood", year=2022)


def simulated(
    n=400, seed=1, together=0.3, districts=0.0, size=(5.5, 1.0), *, of_area=False, times=1.0
) -> Country:
    """Counts of eleven shares; areas lie in districts of a hundred.

    Args:
        together: the correlation of the logits of two indicators, beyond chance.
        districts: the standard deviation between districts, in logits; within them it is ½.
        size: mean and deviation of the logarithm of the denominators.
        of_area: whether an area has one denominator, and not one for each indicator.
        times: multiplies the shares of an ordinary area.
    """
    rng = np.random.default_rng(seed)
    district, latent = np.arange(n) // 100, rng.normal(size=n)
    high = districts * rng.normal(size=district.max() + 1)[district]
    codes = [f"BU0001{d:02d}{i % 100:02d}" for i, d in enumerate(district)]
    inhabitants = np.maximum(20, np.random.default_rng(seed + 1000).lognormal(*size, n).astype(int))
    observed, truth = {"area_code": codes}, {"area_code": codes}
    for leaf in SHARES:
        sign = 1 if leaf.direction == "worse" else -1
        own = np.sqrt(together) * latent + np.sqrt(1 - together) * rng.normal(size=n)
        p = expit(logit(times * sum(leaf.typical) / 200) + sign * (0.5 * own + high))
        people = np.maximum(20, rng.lognormal(*size, n).astype(int))
        people = inhabitants if of_area else people
        truth[leaf.id] = 100 * p
        observed[f"{leaf.id}_numerator"] = rng.binomial(people, p)
        observed[f"{leaf.id}_denominator"] = people
    return Country(pd.DataFrame(observed), pd.DataFrame(truth))


def shrinking(target: str = "national", **more) -> mdi.Method:
    """The default method, with shares drawn towards those of a group."""
    rule = {"by": "proportion", "target": target}
    return mdi.Method.parse({**dict(mdi.load_method("imd")), "shrinkage": [rule], **more}, "a test")
