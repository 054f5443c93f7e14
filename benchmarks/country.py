"""Invented figures of any number of neighbourhoods; made anew, the same for the same seed."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mdi import load_domains

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
GAPS = 0.05


def frame_of(areas: int, seed: int = 1) -> pd.DataFrame:
    """A frame as a user has it: codes, inhabitants and 20 indicators, with gaps and ties."""
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame({"area_code": [_code(number) for number in range(areas)]})
    frame["population"] = np.round(rng.lognormal(6.5, 1.2, areas))
    wealth = rng.normal(size=areas)
    for leaf in load_domains().leaves():
        low, high = leaf.typical or (0.0, 100.0)
        place = 0.5 + 0.12 * (0.7 * wealth + rng.normal(size=areas))
        figures = np.round(np.clip(low + (high - low) * place, 0.0, None), 2)
        figures[rng.uniform(size=areas) < GAPS] = np.nan
        frame[leaf.id] = figures
    return frame


def _code(number: int) -> str:
    """The code of a neighbourhood: a hundred to a district, 1,296 districts to a municipality."""
    district, place = divmod(number, 100)
    municipality, district = divmod(district, 36 * 36)
    return f"BU{municipality:04d}{LETTERS[district // 36]}{LETTERS[district % 36]}{place:02d}"
