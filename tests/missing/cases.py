"""Rows of children with all that can be wrong with them, from a seed."""

import numpy as np
from hypothesis import strategies as st


def rows_of(seed, areas=60, loadings=(0.9, 0.8, 0.7, -0.3), gaps=0.2):
    """(k, n) correlated points, some rounded to ties, with gaps that come as they please."""
    rng = np.random.default_rng(seed)
    common = rng.normal(size=areas)
    rows = np.array([load * common + 0.5 * rng.normal(size=areas) for load in loadings])
    rows[0] = np.round(rows[0], 1)
    rows[rng.random(rows.shape) < gaps] = np.nan
    return rows


def dirty(rows, fault):
    """The same with one child spoilt."""
    rows = rows.copy()
    if fault == "constant":
        rows[1] = np.where(np.isnan(rows[1]), np.nan, 0.1)
    if fault == "never observed":
        rows[1] = np.nan
    if fault == "twins":
        rows[1] = rows[2]
    if fault == "hardly complete":
        rows[np.arange(rows.shape[1]) % len(rows), np.arange(rows.shape[1])] = np.nan
    return rows


FAULTS = ("none", "constant", "never observed", "twins", "hardly complete")
cases = st.builds(
    lambda seed, areas, fault: dirty(rows_of(seed, areas), fault),
    st.integers(0, 2**32 - 1),
    st.sampled_from([5, 40, 120]),
    st.sampled_from(FAULTS),
)


def reference_of(rows):
    """All areas but every seventh."""
    return np.arange(rows.shape[1]) % 7 != 3
