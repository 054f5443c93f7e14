"""Factor analysis of 14,500 areas × 20 indicators, against a plain scipy twin."""

from __future__ import annotations

import sys

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.stats import norm, rankdata

from benchmarks.measure import Finding, in_words, medians
from mdi.normalisation import NormalScore
from mdi.weighting import FactorAnalysis

AREAS, INDICATORS = 14_500, 20
Floats = NDArray[np.float64]


def figures() -> Floats:
    """(k, n) figures with one thing in common, invented."""
    random = np.random.default_rng(3)
    shared = random.normal(size=AREAS)
    strength = np.linspace(0.4, 0.9, INDICATORS)[:, np.newaxis]
    noise = random.normal(size=(INDICATORS, AREAS))
    return np.asarray(np.exp(strength * shared + np.sqrt(1 - strength**2) * noise))


def engine(values: Floats) -> Floats:
    """Normal scores and factor weights, by the engine."""
    everyone = np.ones(values.shape[1], np.bool_)
    points = np.empty_like(values)
    NormalScore().apply_rows(values, np.ones(len(values)), everyone, points)
    return FactorAnalysis().fit(points, np.ones(len(values)), everyone).weights


def twin(values: Floats) -> Floats:
    """The same from textbooks: scipy ranks, a correlation matrix, a general optimiser."""
    n = values.shape[1]
    points = np.stack([norm.ppf(rankdata(row) / (n + 1)) for row in values])
    matrix = np.corrcoef(points)

    def reduced(unique: Floats) -> tuple[Floats, Floats]:
        scale = np.sqrt(unique)
        return np.linalg.eigh(matrix / np.outer(scale, scale))

    def misfit(unique: Floats) -> float:
        rest = reduced(unique)[0][:-1]
        return float(np.sum(rest - np.log(rest) - 1))

    start = 0.5 / np.diag(np.linalg.inv(matrix))
    found = minimize(
        misfit,
        start,
        bounds=[(0.005, 1)] * len(values),
        method="L-BFGS-B",
        options={"ftol": 1e-15, "gtol": 1e-8, "maxiter": 1000, "maxfun": 10**5},
    )
    lengths, vectors = reduced(found.x)
    loadings = np.sqrt(found.x) * vectors[:, -1] * np.sqrt(lengths[-1] - 1)
    return np.asarray(loadings / loadings.sum())


def run() -> list[Finding]:
    """The ratio; stops unless both find the same weights."""
    values = figures()
    if not np.allclose(engine(values), twin(values), rtol=0, atol=1e-5):
        sys.exit("engine and twin differ in their factor weights; nothing was measured")
    tasks = {"engine": lambda: engine(values), "twin": lambda: twin(values)}
    found = medians(tasks, 3)
    words = f"{in_words(found['twin'])} ÷ {in_words(found['engine'])}"
    what = f"factor analysis, {AREAS:,} × {INDICATORS}, twin ÷ engine"
    return [Finding(what, words, found["twin"] / found["engine"], 2, at_least=True)]
