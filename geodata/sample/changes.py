"""One merger and one recoding of municipalities: what is in force from which year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geodata.sample.groups import Ints
from geodata.sample.hierarchy import Hierarchy

FIRST_NUMBER = 9001  # no real municipality has a number from here on


@dataclass(frozen=True, slots=True)
class Register:
    """The municipalities of one vintage.

    Attributes:
        vintage: the first year in which they are in force.
        place: where each municipality of the start is now, shape (municipalities,).
        numbers: the four digits of each, shape (now,).
        names: of each, shape (now,).
    """

    vintage: int
    place: Ints
    numbers: Ints
    names: tuple[str, ...]


def make_registers(
    rng: np.random.Generator, hierarchy: Hierarchy, years: range, names: list[str]
) -> tuple[Register, ...]:
    """The registers of all vintages, oldest first.

    A merger in the middle of the years and a recoding in the year after it, or in the same
    year where it is the last; none in a single year.

    Args:
        rng: where chance comes from.
        hierarchy: which municipalities there are.
        years: one register for the first, and one for each year with a change.
        names: a name for each municipality, and two more.
    """
    count = len(hierarchy.province)
    whole = np.arange(count, dtype=np.intp)
    found = [Register(years[0], whole, FIRST_NUMBER + whole, tuple(names[:count]))]
    if len(years) == 1:
        return tuple(found)
    middle = len(years) // 2
    later = min(middle + 1, len(years) - 1)
    pair = _pair(hierarchy)
    other = int(rng.choice(np.setdiff1d(whole, pair)))
    found.append(_merged(found[0], pair, years[middle], names[count]))
    recoded = _recoded(found[1], other, years[later], names[count + 1])
    return (*(found if later > middle else found[:1]), recoded)


def _pair(hierarchy: Hierarchy) -> Ints:
    """The two neighbours in one province that are smallest together."""
    size = np.bincount(hierarchy.municipality[hierarchy.district])
    pairs = hierarchy.neighbours
    inside = hierarchy.province[pairs[:, 0]] == hierarchy.province[pairs[:, 1]]
    order = np.lexsort([size[pairs].sum(axis=1), ~hierarchy.touching, ~inside])
    return np.asarray(pairs[order[0]])


def _merged(before: Register, pair: Ints, year: int, name: str) -> Register:
    """The register after two municipalities became one, which stands last."""
    kept = np.setdiff1d(np.arange(len(before.numbers)), pair)
    place = np.full(len(before.numbers), len(kept), np.intp)
    place[kept] = np.arange(len(kept))
    numbers = np.append(before.numbers[kept], before.numbers.max() + 1)
    names = (*(before.names[n] for n in kept), name)
    return Register(year, place[before.place], numbers, names)


def _recoded(before: Register, start: int, year: int, name: str) -> Register:
    """The register after a municipality of the start got another code and name."""
    which = before.place[start]
    numbers, names = before.numbers.copy(), list(before.names)
    numbers[which], names[which] = before.numbers.max() + 1, name
    return Register(year, before.place, numbers, tuple(names))
