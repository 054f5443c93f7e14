"""Areas compared in pairs: how many of the reference does an area outrank."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mdi.core.compiler import kernel

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

BLOCK = 512  # areas of the reference at a time: they and their sums stay in the cache
TIE = 1e-9  # weights for and against that differ by less are equal


@kernel
def outranking(areas: Floats, reference: Floats, shares: Floats, scores: Floats) -> None:
    """Write ``50 · (1 + (wins − losses) ÷ opponents)``; NaN for an area without children.

    A pair is compared on the children that both have; a child that one of them lacks is
    neither above nor below. An area without any opponent stands in the middle.

    Args:
        areas: (n, k) points of the children, one row for each area.
        reference: (k, m) points of the areas to compare with, one row for each child.
        shares: (k,) weights above 0 with the sum 1.
        scores: (n,) is filled.
    """
    met = np.zeros(scores.size, np.int64)
    ahead = np.zeros(scores.size, np.int64)
    for start in range(0, reference.shape[1], BLOCK):
        block = reference[:, start : start + BLOCK]
        whole = _without_gaps(block)
        for i in range(scores.size):
            ahead[i] += _wins_less_losses(areas[i], block, shares)
            met[i] += _opponents(areas[i], block, whole)
    for i in range(scores.size):
        scores[i] = 50.0 + 50.0 * ahead[i] / max(met[i], 1)
        if np.isnan(areas[i]).all():
            scores[i] = np.nan


@kernel
def _wins_less_losses(area: Floats, block: Floats, shares: Floats) -> int:
    """How many of the block the area outranks, less those by which it is outranked."""
    net = np.zeros(block.shape[1], np.float64)
    for k in range(shares.size):
        value, share, others = area[k], shares[k], block[k]
        for j in range(net.size):
            net[j] += (share if value > others[j] else 0.0) - (share if value < others[j] else 0.0)
    ahead = 0
    for j in range(net.size):
        ahead += int(net[j] > TIE) - int(net[j] < -TIE)
    return ahead


@kernel
def _without_gaps(block: Floats) -> Bools:
    """Which children all areas of the block have."""
    whole = np.empty(block.shape[0], np.bool_)
    for k in range(whole.size):
        whole[k] = not np.isnan(block[k]).any()
    return whole


@kernel
def _opponents(area: Floats, block: Floats, whole: Bools) -> int:
    """How many of the block have a child in common with the area."""
    common = np.zeros(block.shape[1], np.bool_)
    for k in range(area.size):
        if not np.isnan(area[k]):
            if whole[k]:
                return common.size
            for j in range(common.size):
                common[j] |= not np.isnan(block[k, j])
    return int(common.sum())
