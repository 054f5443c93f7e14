"""Many tests at once: which p-values are low enough."""

from __future__ import annotations

import numpy as np

from geodata.neighbours import Floats


def fdr_cut(p: Floats, level: float = 0.05) -> float:
    """The highest p-value that is significant, when so many were tested.

    Among the areas at or below the cut, the expected share of false findings is at most the
    level.

    Args:
        p: p-values (n,), NaN where nothing was tested.
        level: the share of false findings that is accepted.

    Returns:
        The largest ``p₍ₖ₎ ≤ k · level ÷ n``; 0 where there is none.

    Source: formula F44; Benjamini and Hochberg (1995), Controlling the false discovery rate,
    Journal of the Royal Statistical Society B 57(1).
    """
    tested = np.sort(p[~np.isnan(p)])
    low = tested <= np.arange(1, tested.size + 1) * level / max(tested.size, 1)
    return float(tested[low][-1]) if low.any() else 0.0
