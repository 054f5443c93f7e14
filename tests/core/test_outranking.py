"""Outranking in blocks is what it is pair by pair."""

import numpy as np
import pytest

from mdi.core.outranking import BLOCK, outranking


def pairwise(areas, reference, shares):
    """All pairs at once: wins less losses over those with a child in common."""
    sides = np.sign(areas[:, :, None] - reference[None])
    net = np.round(np.nansum(sides * shares[:, None], axis=1), 9)
    met = (~np.isnan(sides)).any(axis=1).sum(axis=1)
    scores = 50 + 50 * np.sign(net).sum(axis=1) / np.maximum(met, 1)
    return np.where(np.isnan(areas).all(axis=1), np.nan, scores)


@pytest.mark.parametrize("m", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK + 7])
@pytest.mark.parametrize("gaps", [0.0, 0.3])
def test_the_edges_of_the_blocks_do_not_show(m, gaps):
    rng = np.random.default_rng(m)
    areas, reference = rng.integers(0, 6, (40, 3)) * 1.0, rng.integers(0, 6, (3, m)) * 1.0
    areas[rng.uniform(size=areas.shape) < gaps] = np.nan
    reference[rng.uniform(size=reference.shape) < gaps] = np.nan
    shares, scores = np.array([0.5, 0.3, 0.2]), np.empty(40)
    outranking(areas, reference, shares, scores)
    np.testing.assert_array_equal(scores, pairwise(areas, reference, shares))
