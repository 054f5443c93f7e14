r"""Patterns of LIKE: % is any text, _ any one sign, and \ takes what follows as it is.

Matched by RE2 through Arrow: an automaton that reads every text once, whatever the pattern; it
has no way back, so no pattern makes it slow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from api.filters.errors import refused
from api.filters.truth import Bools

if TYPE_CHECKING:
    import pyarrow as pa

LONGEST = 1000  # characters; RE2 keeps a state for each


def matching(texts: pa.Array, pattern: str) -> Bools:
    """Which texts have the form of a pattern (n,).

    Args:
        texts: strings, none missing.
        pattern: as LIKE has it; it does not end with half an escape.

    Raises:
        FilterError: the pattern is longer than any name.
    """
    import pyarrow.compute as pc  # noqa: PLC0415

    if len(pattern) > LONGEST:
        what = f"the text after LIKE has {len(pattern):,} characters"
        raise refused(what, f"{LONGEST:,} at most")
    found: Bools = pc.match_like(texts, pattern).to_numpy(zero_copy_only=False)
    return found.astype(np.bool_, copy=False)
