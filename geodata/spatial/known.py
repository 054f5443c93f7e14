"""The areas that have a value, and their neighbours among themselves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from geodata.errors import listed
from geodata.neighbours import Floats, Ints, Neighbours
from geodata.spatial.errors import StatisticError

FEWEST = 3


@dataclass(frozen=True, eq=False)
class Known:
    """The areas with a value, by code: the order in a file changes no bit of a result.

    Attributes:
        codes: the codes of all areas, in the order given (n).
        places: where the known areas are among all (m,).
        values: their values (m,).
        neighbours: who is whose neighbour among them (m).
    """

    codes: tuple[str, ...]
    places: Ints
    values: Floats
    neighbours: Neighbours

    @cached_property
    def z(self) -> Floats:
        """The values standardised by their mean and their deviation over m − 1 (m,)."""
        width = np.ptp(self.values)
        parts = (self.values - self.values.min()) / width
        z: Floats = (parts - parts.mean()) / parts.std(ddof=1)
        return z

    @cached_property
    def lag(self) -> Floats:
        """The mean z of the neighbours (m,); 0 for an area without any."""
        around = self.neighbours
        sums = np.bincount(around.owners, self.z[around.indices], minlength=len(around))
        return np.asarray(sums / np.maximum(around.counts, 1))

    def everywhere(self, found: Floats) -> Floats:
        """What was found for the known areas (m,), in the order of all (n,); NaN elsewhere."""
        spread = np.full(len(self.codes), np.nan)
        spread[self.places] = found
        return spread

    def linked(self, found: Floats) -> Floats:
        """The same, with NaN for areas that have no neighbours too."""
        return self.everywhere(np.where(self.neighbours.counts > 0, found, np.nan))


def checked(values: NDArray[np.float64], neighbours: Neighbours) -> Floats:
    """Values (n,) that belong to the neighbours.

    Raises:
        StatisticError: another number of values than of areas, or infinite ones.
    """
    values = np.asarray(values, np.float64)
    if values.shape != (len(neighbours),):
        message = f"There are {values.size} values for {len(neighbours)} areas."
        raise StatisticError(message, hint="Give one for each code of the neighbours, in order.")
    infinite = np.flatnonzero(np.isinf(values))
    if infinite.size:
        codes = listed([neighbours.codes[place] for place in infinite])
        message = f"{infinite.size} values are infinite."
        raise StatisticError(message, [codes], hint="Statistics are made of finite numbers.")
    return values


def known(values: NDArray[np.float64], neighbours: Neighbours) -> Known:
    """The areas with a value, ready for a statistic of space.

    Args:
        values: numbers (n,), NaN where missing.
        neighbours: who is whose neighbour (n).

    Raises:
        StatisticError: fewer than three areas have a value, all values are equal, or no two
            areas with a value are neighbours.
    """
    values = checked(values, neighbours)
    by_code = np.argsort(np.array(neighbours.codes, dtype=np.str_), kind="stable")
    places = by_code[~np.isnan(values[by_code])]
    found = Known(neighbours.codes, places, values[places], neighbours.among(places))
    if problems := _problems(found):
        message = "These areas say nothing about their neighbours."
        hint = "Use three areas or more with different values, some of them neighbours."
        raise StatisticError(message, problems, hint)
    return found


def _problems(found: Known) -> list[str]:
    problems = []
    if found.values.size < FEWEST:
        problems.append(f"{found.values.size} areas have a value, {FEWEST} or more are needed")
    elif np.ptp(found.values) == 0:
        problems.append(f"all {found.values.size} values are equal: {found.values[0]:g}")
    if not found.neighbours.indices.size:
        problems.append("no two areas with a value are neighbours")
    return problems
