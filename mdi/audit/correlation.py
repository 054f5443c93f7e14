"""Correlations of rows with gaps, each over the areas that both rows have."""

from __future__ import annotations

import numpy as np

from mdi.fitted import Bools, Floats

LEAST = 3  # two areas always lie on a line
FLAT = 1e-12  # a spread that is only noise of floating-point arithmetic
DECIMALS = 12  # below them a correlation is such noise as well


def correlations(rows: Floats) -> Floats:
    """Pearson's correlation of every pair of rows, over the areas that have both.

    Args:
        rows: (k, n) points, NaN where missing.

    Returns:
        (k, k) correlations from −1 to 1; NaN where fewer than three areas have both, or
        where one of the two does not differ between them.
    """
    here = ~np.isnan(rows)
    scores = standard(rows, here)
    found = _pairwise(scores, here) if not here.all() else _complete(scores)
    return np.asarray(np.clip(np.round(found, DECIMALS), -1.0, 1.0) + 0.0)


def correlation(left: Floats, right: Floats) -> float:
    """Pearson's correlation of two rows; NaN where there is none."""
    return float(correlations(np.stack([left, right]))[0, 1])


def standard(rows: Floats, here: Bools) -> Floats:
    """Rows with mean 0 and standard deviation 1.

    Args:
        rows: (k, n) points, NaN where missing.
        here: (k, n) where they are not missing.

    Returns:
        (k, n) scores, 0 where missing, and in a whole row that is all the same.
    """
    count = np.maximum(here.sum(axis=1, keepdims=True), 1)
    filled = np.where(here, rows, 0.0)
    size = np.abs(filled).max(axis=1, keepdims=True, initial=0.0)
    centred = np.where(here, filled - filled.sum(axis=1, keepdims=True) / count, 0.0)
    largest = np.abs(centred).max(axis=1, keepdims=True, initial=0.0)
    differs = largest > FLAT * size
    centred /= np.where(differs, largest, 1.0)  # so that no square is out of range
    centred *= differs
    spread = np.sqrt(_squares(centred)[:, None] / count)
    return np.asarray(centred / np.where(differs, spread, 1.0))


def flat(row: Floats) -> bool:
    """Whether the points of a row without gaps are all the same."""
    return bool(np.ptp(row) <= FLAT * np.abs(row).max()) if row.size else True


def _complete(scores: Floats) -> Floats:
    """(k, k) correlations of standard scores without gaps."""
    count = scores.shape[1]
    differs = scores.any(axis=1) & (count >= LEAST)
    known = differs[:, None] & differs
    return np.where(known, _products(scores, scores) / max(count, 1), np.nan)


def _pairwise(scores: Floats, here: Bools) -> Floats:
    """(k, k) correlations of standard scores with gaps, which stand at 0."""
    seen = here.astype(np.float64)
    both = _products(seen, seen)
    least = np.maximum(both, 1.0)
    mean = _products(scores, seen) / least
    spread = _products(scores * scores, seen) / least - mean * mean
    known = (both >= LEAST) & (spread > FLAT) & (spread.T > FLAT)
    scale = np.sqrt(np.where(known, spread * spread.T, 1.0))
    together = _products(scores, scores) / least - mean * mean.T
    return np.where(known, together / scale, np.nan)


def _products(left: Floats, right: Floats) -> Floats:
    """(k, k) sums of products; the same bits however many threads there are."""
    return np.asarray(np.einsum("ik,jk->ij", left, right))


def _squares(rows: Floats) -> Floats:
    """(k,) sums of squares."""
    return np.asarray(np.einsum("ik,ik->i", rows, rows))
