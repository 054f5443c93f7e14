"""The method as a straightforward analyst writes it, with pandas and scipy.

The same rules as `imd` with the weights `mdi_nl`, vectorised column by column, without
validation, statuses per cell or provenance. It is what the engine is measured against.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.stats import norm

from mdi import Domains, Method, WeightSet

Frame = pd.DataFrame
Series = pd.Series


def core(figures: Frame, reference: Series, domains: Domains, weights: WeightSet) -> Frame:
    """Figures in, points of the domains, index and rank out."""
    better = [leaf.id for leaf in domains.leaves() if leaf.direction == "better"]
    kept = figures[reference].copy()
    kept[better] = -kept[better]
    ranks = kept.rank()
    normal = pd.DataFrame(norm.ppf(ranks / (ranks.count() + 1)), kept.index, kept.columns)
    points = pd.DataFrame(
        {domain.id: _exponential(_mean(normal, domain.indicators)) for domain in domains}
    )
    weight = pd.Series(weights.weights)
    total = points.notna() @ weight
    points["index"] = (points * weight).sum(axis=1) / total * weight.sum() / weights.base
    points["rank"] = points["index"].rank(ascending=False, method="min")
    return points.reindex(figures.index)


def whole(frame: Frame, domains: Domains, weights: WeightSet, method: Method) -> Frame:
    """A frame in; index, rank, decile, coverage and status out."""
    leaves = [leaf.id for leaf in domains.leaves()]
    figures = frame.set_index("area_code")[leaves]
    population = frame.set_index("area_code")["population"]
    weight = pd.Series(_leaf_weights(domains, weights))
    coverage = figures.notna() @ weight / weight.sum()
    few = population < method.min_population
    offered = weight[figures[~few].notna().any()].sum() / weight.sum()
    low = coverage < method.min_coverage * offered
    scored = core(figures, ~few & ~low, domains, weights)
    scored["decile"] = np.ceil(10 * scored["rank"] / scored["rank"].count())
    scored["coverage"] = coverage
    scored["status"] = np.select([few, low], ["few_inhabitants", "low_coverage"], "ranked")
    return scored


def _mean(points: Frame, indicators) -> Series:  # noqa: ANN001
    """The mean of the children that are there; a group is the mean of its parts."""
    children = {i.id: _mean(points, i.parts) if i.parts else points[i.id] for i in indicators}
    return pd.DataFrame(children).mean(axis=1)


def _exponential(score: Series, c: float = 23.0) -> Series:
    share = score.rank() / score.count()
    return -c * np.log(1 - share * (1 - np.exp(-100 / c)))


def _leaf_weights(domains: Domains, weights: WeightSet) -> dict[str, float]:
    found = {}
    for domain in domains:
        for indicator in domain.indicators:
            leaves = list(indicator.leaves())
            for leaf in leaves:
                share = 1 / len(domain.indicators) / len(leaves)
                found[leaf.id] = weights.weights[domain.id] * share
    return found
