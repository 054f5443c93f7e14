"""Points of children that share one planted factor, and slow twins of what is fitted."""

import numpy as np
from scipy.optimize import minimize

LOADINGS = (0.9, 0.8, 0.7, 0.5, 0.6)


def planted(loadings=LOADINGS, areas=400, seed=1):
    """(k, n) points of children with these correlations with one factor."""
    rng = np.random.default_rng(seed)
    loadings = np.asarray(loadings)[:, np.newaxis]
    own = rng.normal(size=(len(loadings), areas))
    return loadings * rng.normal(size=areas) + np.sqrt(1 - loadings**2) * own


def exactly(correlations, areas=200, seed=1):
    """(k, n) points whose correlations are exactly these."""
    raw = np.random.default_rng(seed).normal(size=(len(correlations), areas))
    raw -= raw.mean(axis=1, keepdims=True)
    white = np.linalg.solve(np.linalg.cholesky(np.cov(raw)), raw)
    return np.linalg.cholesky(np.asarray(correlations)) @ white


def by_expectation_maximisation(among, rounds=20_000):
    """Loadings of one factor as Rubin and Thayer (1982) find them, round by round."""
    loadings, own = np.full(len(among), 0.5), np.full(len(among), 0.75)
    for _ in range(rounds):
        guess = np.linalg.solve(np.outer(loadings, loadings) + np.diag(own), loadings)
        loadings = among @ guess / (1 - guess @ loadings + guess @ among @ guess)
        own = np.diag(among) - loadings * (guess @ among)
    return loadings * np.sign(loadings.sum())


def misfit(own, among):
    """Misfit f of uniquenesses, from determinants instead of eigenvalues of the rest."""
    scaled = among / np.sqrt(np.outer(own, own))
    rest = np.sort(np.linalg.eigvalsh(scaled))[:-1]
    return float(np.sum(rest - np.log(rest) - 1))


def by_search(among, starts=6, seed=0):
    """The least misfit that a general optimiser without gradient formulas finds."""
    rng = np.random.default_rng(seed)
    found = [
        minimize(misfit, rng.uniform(0.05, 0.95, len(among)), (among,), "L-BFGS-B",
                 bounds=[(0.005, 1)] * len(among)).fun
        for _ in range(starts)
    ]  # fmt: skip
    return min(found)
