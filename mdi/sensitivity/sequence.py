"""The numbers of weights, choices and common factors: a scrambled Sobol sequence."""

from __future__ import annotations

import numpy as np

from mdi.fitted import Floats

LEAST = 16  # columns; more only where more are needed, so that sources do not shift each other
HALF_STEP = 2.0**-31  # the sequence has 30 bits: numbers lie in the middle of their steps


def sobol(draws: int, columns: int, seed: int) -> Floats:
    """(draws, columns) numbers above 0 and below 1; fewer draws are the first of more.

    Source: Owen (1998), Scrambling Sobol' and Niederreiter–Xing points.
    """
    from scipy.stats import qmc  # noqa: PLC0415

    sequence = qmc.Sobol(max(columns, LEAST), scramble=True, rng=np.random.default_rng(seed))
    numbers = sequence.random_base2(int(np.ceil(np.log2(max(draws, 1)))))[:draws, :columns]
    return np.ascontiguousarray(np.clip(numbers, HALF_STEP, 1 - HALF_STEP))


def further(draws: int, columns: int, seed: int, after: int) -> Floats:
    """(draws, columns) numbers of dimensions that the first so many columns do not use.

    They are scrambled by themselves, so that a source with many numbers shifts no other.
    """
    skipped = max(after, LEAST)
    return sobol(draws, skipped + columns, seed + (1 << 32))[:, skipped:]
