"""How children hang together, learnt from areas of which some are not complete."""

from __future__ import annotations

import numpy as np

from mdi.fitted import Bools, Floats

COMPLETE = 10  # complete areas for each child; with fewer, pairs of children are used
LEAST_EIGENVALUE = 1e-6


def telling(rows: Floats, reference: Bools) -> Bools:
    """The (n,) areas to learn from.

    The complete areas of the reference, where there are ten of them for each child;
    with fewer the whole reference. A child that the reference never has is not asked for.
    """
    here = ~np.isnan(rows)
    offered = (here & reference).any(axis=1)
    complete: Bools = here[offered].all(axis=0) & reference
    return complete if complete.sum() >= COMPLETE * offered.sum() else reference


def centre(row: Floats, among: Bools) -> tuple[float, float]:
    """Mean and sample standard deviation; 0 and 0 for a child that is never observed."""
    from mdi.core.linear import moments  # noqa: PLC0415

    mean, deviation, low, high = moments(row, among)
    return (mean, deviation if high > low else 0.0) if low <= high else (0.0, 0.0)


def correlation(rows: Floats, among: Bools) -> Floats:
    """The (k, k) correlations of (k, n) rows, over the areas in which a pair is observed.

    Always finite and positive definite. A child that does not vary, or shares fewer than
    three areas with another, is uncorrelated with it.
    """
    from mdi.core.pairs import pairwise_correlation  # noqa: PLC0415

    standard = np.array([_standardised(row, *centre(row, among)) for row in rows])
    return positive_definite(pairwise_correlation(standard, among))


def positive_definite(matrix: Floats) -> Floats:
    """The correlation matrix itself, or, if it has eigenvalues near or below 0, one without.

    Low eigenvalues are lifted and the diagonal is set back to 1.
    """
    values, vectors = np.linalg.eigh(matrix)
    if values[0] >= LEAST_EIGENVALUE:
        return matrix
    lifted = (vectors * np.maximum(values, LEAST_EIGENVALUE)) @ vectors.T
    scale = np.sqrt(np.diag(lifted))
    repaired = np.asarray((lifted + lifted.T) / 2 / np.outer(scale, scale))
    np.fill_diagonal(repaired, 1.0)
    return repaired


def _standardised(row: Floats, mean: float, deviation: float) -> Floats:
    return np.asarray((row - mean) / (deviation or np.inf))
