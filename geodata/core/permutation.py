"""Permutations of values over places, for tests of spatial association.

Random numbers are counted, not drawn one after another: the n-th number of area i in
permutation b is a hash of seed, i, b and n (SplitMix64; Steele, Lea and Flood 2014, Fast
splittable pseudorandom number generators, OOPSLA). So the result is the same on one thread
or many, and whichever part of the areas is asked for.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from geodata.core.compiler import kernel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
FIRST, SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
S27, S30, S31, S32 = np.uint64(27), np.uint64(30), np.uint64(31), np.uint64(32)
TIE = 1e-9  # sums of the same values in another order differ by rounding: they tie


@kernel
def _mixed(state: np.uint64) -> np.uint64:
    """A number that looks like chance, from a counter."""
    state = (state ^ (state >> S30)) * FIRST
    state = (state ^ (state >> S27)) * SECOND
    return state ^ (state >> S31)


@kernel
def _stream(seed: int, area: int, permutation: int) -> np.uint64:
    """Where the random numbers of one area in one permutation begin."""
    state = _mixed(np.uint64(seed) + GOLDEN)
    state = _mixed(state + (np.uint64(area) + np.uint64(1)) * GOLDEN)
    return _mixed(state + (np.uint64(permutation) + np.uint64(1)) * GOLDEN)


@kernel
def _below(state: np.uint64, bound: int) -> np.int64:
    """A random number from 0 up to, not including, a bound that is below 2³²."""
    return np.int64(((_mixed(state) >> S32) * np.uint64(bound)) >> S32)


@kernel
def _drawn(values: Floats, own: int, count: int, state: np.uint64, seen: Ints, mark: int) -> float:  # noqa: PLR0913
    """The sum of so many different values of others, drawn by chance.

    Every set of others is as likely as any (Floyd; Bentley and Floyd 1987, Communications
    of the ACM 30(9)): one random number for each that is drawn, however many.
    """
    others, total = values.size - 1, 0.0
    for last in range(others - count, others):
        state += GOLDEN
        place = _below(state, last + 1)
        if seen[place] == mark:
            place = np.int64(last)
        seen[place] = mark
        total += values[place + (place >= own)]
    return total


@kernel
def local_extremes(  # noqa: PLR0913
    values: Floats,
    own: Floats,
    starts: Ints,
    neighbours: Ints,
    seed: int,
    permutations: int,
    first: int,
    above: Ints,
    below: Ints,
) -> None:
    """In how many conditional permutations own · Σ(neighbours) is as high, or as low, as it is.

    Each area stays where it is while the others change places, so that it gets as many
    neighbours as it has, drawn from all others without replacement.

    Args:
        values: (n,) standardised values, which change places.
        own: (n,) what the sum over the neighbours of each area is multiplied with.
        starts: (n + 1,) where the neighbours of each area start.
        neighbours: the neighbours of all areas, one area after another.
        seed: which random numbers, not negative.
        permutations: how many.
        first: the first area that is looked at; `above` and `below` say how many are.
        above: is filled with how often it is at least as high.
        below: is filled with how often it is at least as low.
    """
    seen, mark = np.full(values.size, -1), 0
    for row in range(above.size):
        area = first + row
        count = starts[area + 1] - starts[area]
        found = 0.0
        for place in range(starts[area], starts[area + 1]):
            found += values[neighbours[place]]
        slack, high, low = TIE * abs(own[area]), 0, 0
        for permutation in range(permutations):
            state = _stream(seed, area, permutation)
            total = _drawn(values, area, count, state, seen, mark)
            more = own[area] * (total - found)
            high += more >= -slack
            low += more <= slack
            mark += 1
        above[row], below[row] = high, low


@kernel
def _shuffle(values: Floats, state: np.uint64) -> None:
    """Put values in a random order, in place (Fisher and Yates; Durstenfeld 1964)."""
    for last in range(values.size - 1, 0, -1):
        state += GOLDEN
        place = _below(state, last + 1)
        values[last], values[place] = values[place], values[last]


@kernel
def products(values: Floats, starts: Ints, neighbours: Ints) -> float:
    """Σ over areas of the value times the mean of the values of the neighbours."""
    total = 0.0
    for area in range(values.size):
        around = 0.0
        for place in range(starts[area], starts[area + 1]):
            around += values[neighbours[place]]
        total += values[area] * around / max(starts[area + 1] - starts[area], 1)
    return total


@kernel
def permuted_products(  # noqa: PLR0913
    values: Floats, starts: Ints, neighbours: Ints, seed: int, first: int, sums: Floats
) -> None:
    """Fill `sums` (b,) with `products` of the values in a random order, b times.

    Args:
        values: (n,) standardised values.
        starts: (n + 1,) where the neighbours of each area start.
        neighbours: the neighbours of all areas, one area after another.
        seed: which random numbers, not negative.
        first: the number of the first permutation.
        sums: is filled.
    """
    for row in range(sums.size):
        order = values.copy()
        _shuffle(order, _stream(seed, first + row, 0))
        sums[row] = products(order, starts, neighbours)
