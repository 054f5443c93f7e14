"""How much of one variable a smooth curve of another explains: the correlation ratio."""

from __future__ import annotations

import numpy as np

from mdi.audit.correlation import flat
from mdi.fitted import Floats

KNOTS = 20  # inner knots of the curve at most; the penalty, not they, decide how it bends
AREAS_PER_KNOT = 4
DEGREE = 3  # cubic
PENALTIES = np.geomspace(1e-6, 1e8, 57)  # among which generalised cross-validation chooses
LEAST = 8  # areas; with fewer there is no curve to speak of


def correlation_ratio(x: Floats, y: Floats) -> float:
    """Var(E[y | x]) ÷ Var(y), with E[y | x] a penalised cubic spline of the ranks of x.

    The curve is a cubic B-spline whose second differences are penalised; how much, is chosen by
    generalised cross-validation. Its knots lie at equal steps of the rank of x, so that what it
    finds does not depend on the scale of x: any rising transformation of x gives the same.

    Args:
        x: (n,) finite or NaN.
        y: (n,) finite or NaN.

    Returns:
        From 0 to 1; NaN where fewer than eight areas have both, or one of the two does not differ.

    Source: formula F29; Paruolo, Saisana and Saltelli (2013), Journal of the Royal Statistical
    Society A 176; Eilers and Marx (1996), Statistical Science 11.
    """
    both = ~np.isnan(x) & ~np.isnan(y)
    if both.sum() < LEAST or flat(x[both]) or flat(y[both]):
        return float("nan")
    places, centred = _places(x[both]), y[both] - y[both].mean()
    centred /= np.abs(centred).max()
    curve = _smooth(places, centred)
    return float(np.clip(curve.var() / centred.var(), 0.0, 1.0))


def _places(x: Floats) -> Floats:
    """(n,) ranks from 0 to 1; equal figures share the average."""
    _, group, count = np.unique(x, return_inverse=True, return_counts=True)
    middle = np.cumsum(count) - (count + 1) / 2
    return np.asarray(middle[group] / (x.size - 1))


def _smooth(x: Floats, y: Floats) -> Floats:
    """(n,) the curve at x from 0 to 1, with the penalty of the least GCV.

    In the basis in which both the fit and the penalty are diagonal, a penalty λ keeps 1 ÷ (1 + λe)
    of each coordinate: one decomposition for all of them.
    """
    from scipy.linalg import eigh  # noqa: PLC0415

    basis = _basis(x)
    size = basis.shape[1]
    rough = np.diff(np.eye(size), 2, axis=0)
    gram = np.einsum("ni,nj->ij", basis, basis)
    gram += np.eye(size) * 1e-9 * np.trace(gram) / size  # where no area lies under a piece
    bends, vectors = eigh(np.einsum("ki,kj->ij", rough, rough), gram)
    bends = np.where(np.arange(size) < 2, 0.0, bends * len(x))  # straight lines do not bend
    coordinates = np.einsum("ni,ik->nk", basis, vectors)
    wanted = np.einsum("nk,n->k", coordinates, y)
    kept = 1.0 / (1.0 + PENALTIES[:, np.newaxis] * bends)
    missed = (y * y).sum() - ((2 * kept - kept**2) * wanted**2).sum(axis=1)
    best = int(np.argmin(missed / np.maximum(len(x) - kept.sum(axis=1), 1.0) ** 2))
    return np.asarray(np.einsum("nk,k->n", coordinates, kept[best] * wanted))


def _basis(x: Floats) -> Floats:
    """(n, p) cubic B-splines on equal steps from 0 to 1."""
    from scipy.interpolate import BSpline  # noqa: PLC0415

    pieces = int(np.clip(len(np.unique(x)) // AREAS_PER_KNOT, 1, KNOTS + 1))
    knots = np.arange(-DEGREE, pieces + DEGREE + 1) / pieces
    return np.asarray(BSpline.design_matrix(x, knots, DEGREE).toarray())
