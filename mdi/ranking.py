"""Ranks, deciles and the rule for ties: here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mdi.declaration import Declaration
from mdi.errors import ComputationError, counted
from mdi.fitted import Floats

Rule = Literal["ceiling", "floor"]


def ranks(scores: Floats) -> tuple[NDArray[np.int32], int]:
    """Rank 1 for the highest score; ties share the better rank; 0 where there is none.

    Ranked before any rounding. Source: formula F21.

    Args:
        scores: (n,) scores, NaN where there is none.

    Returns:
        The (n,) ranks and the number of areas ranked.
    """
    from mdi.core.ranking import ranks_downward  # noqa: PLC0415

    given = np.empty(scores.size, np.int32)
    return given, ranks_downward(scores, given)


def ranks_within(
    scores: Floats, groups: Sequence[object]
) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The rank of every area within its group; ties share the better rank.

    Ranked before any rounding. Source: formula F21, within each group.

    Args:
        scores: (n,) scores, NaN where there is none.
        groups: (n,) the larger area or the class of each area, None where it has none.

    Returns:
        The (n,) ranks, 0 where there is no score or no group; and (n,) how many areas are
        ranked in the group of each, 0 where it has none.
    """
    numbers: dict[object, int] = {None: -1}
    group = np.array([numbers.setdefault(name, len(numbers) - 1) for name in groups], np.int64)
    rows = np.flatnonzero((group >= 0) & ~np.isnan(scores))
    rows = rows[np.lexsort((-scores[rows], group[rows]))]
    ordered, values, place = group[rows], scores[rows], np.arange(rows.size)
    opens, differs = np.ones((2, rows.size), np.bool_)
    opens[1:] = ordered[1:] != ordered[:-1]
    differs[1:] = opens[1:] | (values[1:] != values[:-1])
    first = np.maximum.accumulate(np.where(opens, place, 0))
    given = np.zeros(scores.size, np.int32)
    given[rows] = np.maximum.accumulate(np.where(differs, place, 0)) - first + 1
    sizes = np.append(np.bincount(ordered, minlength=len(numbers) - 1), 0)
    return given, sizes[group].astype(np.int32)


class Deciles(Declaration):
    """How the ranked areas are divided into ten.

    Attributes:
        by: a tenth of the `areas` (formula F21), or of the `population` (formula F22).
        rule: to which side a boundary belongs. `ceiling` is ⌈10 · rank ÷ N⌉: the more
            deprived side, as in the English Indices of Deprivation 2019 and 2025. `floor`
            is ⌊10 · (rank − 1) ÷ N⌋ + 1, as in the Welsh index of 2019 and the English
            one of 2010.
    """

    by: Literal["areas", "population"] = "areas"
    rule: Rule = "ceiling"

    def of(
        self, given: NDArray[np.int32], ranked: int, least: int, population: Floats
    ) -> NDArray[np.int8]:
        """The decile of every area: 1 is the most deprived tenth, 0 where there is none.

        Args:
            given: (n,) ranks, 0 where there is none.
            ranked: N, the number of areas ranked.
            least: with fewer ranked areas there are no deciles.
            population: (n,) inhabitants, NaN where unknown; read only by population.

        Raises:
            ComputationError: by population, and the inhabitants of a ranked area are
                unknown, or nobody lives in the ranked areas.
        """
        if self.by == "areas" or ranked < max(least, 1):
            return deciles(given, ranked, least, self.rule)
        return _by_population(given, population, self.rule)


def deciles(
    given: NDArray[np.int32], ranked: int, least: int, rule: Rule = "ceiling"
) -> NDArray[np.int8]:
    """Tenths of the ranked areas: decile 1 is the most deprived, 0 where there is none.

    Source: formula F21.

    Args:
        given: (n,) ranks, 0 where there is none.
        ranked: N, the number of areas ranked.
        least: with fewer ranked areas there are no deciles.
        rule: see `Deciles`.
    """
    if ranked < max(least, 1):
        return np.zeros(given.size, np.int8)
    places = given.astype(np.int64)
    found = -(-10 * places // ranked) if rule == "ceiling" else 10 * (places - 1) // ranked + 1
    return np.where(given > 0, found, 0).astype(np.int8)


def _by_population(given: NDArray[np.int32], population: Floats, rule: Rule) -> NDArray[np.int8]:
    """Tenths of the inhabitants, cumulated from the most deprived area on.

    An area belongs to the decile in which the middle of its inhabitants lies. Areas that
    share a rank are one block with one middle, so that they share the decile too. A block
    where nobody lives stands at the point that the cumulation has reached.
    Source: formula F22; the population deciles of mySociety's composite UK index.
    """
    here = given > 0
    people = population[here]
    unknown = int(np.isnan(people).sum())
    if unknown or not people.any():
        found = f"unknown in {counted(unknown, 'ranked area')}" if unknown else "0 in all of them"
        raise ComputationError(
            "Deciles by population need the inhabitants of the ranked areas, "
            f"and they are {found}.",
            hint="Complete the population of the table, or declare deciles by areas.",
        )
    block = np.bincount(given[here], people)
    upto = np.cumsum(block)
    middle = 5 * (upto - block + upto) / upto[-1]  # ten times the middle, as a share
    tenth = np.ceil(middle) if rule == "ceiling" else np.floor(middle) + 1
    return np.where(here, np.clip(tenth, 1, 10)[given], 0).astype(np.int8)
