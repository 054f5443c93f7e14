"""Where chance comes from: the same words give the same numbers."""

from __future__ import annotations

from zlib import crc32

import numpy as np


def chance(seed: int, *words: str | int) -> np.random.Generator:
    """A generator for one purpose; what others draw does not change it.

    So an indicator that is added leaves the figures of all others as they were.

    Args:
        seed: which country.
        words: what the numbers are for.
    """
    return np.random.default_rng([seed, *(crc32(str(word).encode()) for word in words)])
