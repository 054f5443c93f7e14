"""The slow twin of another package: uncertainty analysis as COINr documents it, in plain numpy.

COINr (Becker et al., 2022, Journal of Open Source Software 7) varies weights and choices of an index
and ranks anew each time. This follows its documentation (`get_sensitivity`, `get_noisy_weights`,
`Normalise`, `Aggregate`); nothing of `mdi` is used, and no code of COINr.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.stats import rankdata

UNITS, PILLARS = 51, ((5, 8, 5, 6, 6), (6, 7, 6))  # 8 pillars of 2 sub-indexes: 49 indicators


@dataclass(frozen=True)
class Index:
    """Figures, their direction, and how they hang together.

    Attributes:
        figures: (49, 51), as published.
        signs: (49,) −1 where less is more.
        weights: by level: of 49 indicators, of 8 pillars and of 2 sub-indexes.
    """

    figures: np.ndarray
    signs: np.ndarray
    weights: tuple[np.ndarray, np.ndarray, np.ndarray]

    @property
    def pillar(self):
        """(49,) in which pillar an indicator is."""
        return np.repeat(np.arange(8), [size for group in PILLARS for size in group])

    @property
    def half(self):
        """(8,) in which sub-index a pillar is."""
        return np.repeat(np.arange(2), [len(group) for group in PILLARS])


@dataclass(frozen=True)
class Specification:
    """What varies.

    Attributes:
        noise: by how much the weights of a level may deviate, as a part of them: `NoiseFactor`.
        normalisations: alternatives, each as likely.
        aggregations: alternatives, each as likely.
    """

    noise: dict[int, float] = field(default_factory=dict)
    normalisations: Sequence[Callable] = ()
    aggregations: Sequence[Callable] = ()


def invented(seed: int) -> Index:
    """An index of the shape of the ASEM example: indicators that hang together, some of them skewed."""
    rng = np.random.default_rng(seed)
    whole, halves = rng.normal(size=UNITS), rng.normal(size=(2, UNITS))
    pillars = rng.normal(size=(8, UNITS)) + 0.7 * np.repeat(halves, [5, 3], axis=0) + 0.7 * whole
    own = rng.normal(size=(49, UNITS)) + np.repeat(pillars, [s for g in PILLARS for s in g], axis=0)
    skewed = rng.random(49) < 0.3
    figures = np.where(skewed[:, None], np.exp(own), 50 + 10 * own)
    signs = np.where(rng.random(49) < 0.3, -1.0, 1.0)
    return Index(
        signs[:, None] * figures,
        signs,
        (rng.integers(1, 4, 49) / 2, rng.integers(1, 4, 8) / 2, np.array([1.0, 1.0])),
    )


def minmax(x):
    """`n_minmax` with `l_u = c(1, 100)`."""
    low, high = x.min(axis=1, keepdims=True), x.max(axis=1, keepdims=True)
    return 1 + (x - low) / (high - low) * 99


def zscore(x):
    """`n_zscore` with `m_sd = c(10, 2)`."""
    mean, deviation = x.mean(axis=1, keepdims=True), x.std(axis=1, ddof=1, keepdims=True)
    return 10 + 2 * (x - mean) / deviation


def arithmetic(x, w):
    """`a_amean`."""
    return (w[:, None] * x).sum(axis=0) / w.sum()


def geometric(x, w):
    """`a_gmean`."""
    return np.exp((w[:, None] * np.log(x)).sum(axis=0) / w.sum())


def noisy(weights, noise, rng):
    """`get_noisy_weights`: the weights of a level, plus or minus a part of themselves; not rescaled."""
    return [
        w + (2 * rng.random(len(w)) - 1) * noise.get(level, 0.0) * w
        for level, w in enumerate(weights, 1)
    ]


def scores(index, weights, normalise, aggregate):
    """`Normalise` and `Aggregate`: (51,) the score of every unit."""
    level = normalise(index.signs[:, None] * index.figures)
    for w, above in zip(weights, (index.pillar, index.half, np.zeros(2, int)), strict=True):
        groups = [above == group for group in np.unique(above)]
        level = np.array([aggregate(level[here], w[here]) for here in groups])
    return level[0]


def ranks_of(index: Index, specification: Specification, replications: int, seed: int):
    """`get_sensitivity` with `SA_type = "UA"`: (replications, 51) ranks, 1 for the highest score."""
    rng = np.random.default_rng(seed)
    found = np.empty((replications, UNITS), int)
    for row in found:
        weights = noisy(index.weights, specification.noise, rng)
        rules = [
            alternatives[int(rng.random() * len(alternatives))] if alternatives else default
            for alternatives, default in (
                (specification.normalisations, minmax),
                (specification.aggregations, arithmetic),
            )
        ]
        row[:] = rankdata(-np.round(scores(index, weights, *rules), 12), method="min")
    return found
