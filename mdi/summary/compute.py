"""From an index to the measures of larger areas."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mdi.errors import ComputationError, counted
from mdi.fitted import Floats, Ints
from mdi.membership import Larger, Membership, members_of
from mdi.result import IndexResult
from mdi.summary.counts import denominators_of, known, numerators_of
from mdi.summary.measures import Ranks, scale
from mdi.summary.model import Summary, column_of
from mdi.summary.ranking import BY_AREAS, MEASURES, RULES, TENTHS, Ranking, rankings_of
from mdi.table import IndicatorTable


def summarise(  # noqa: PLR0913
    result: IndexResult,
    to: Larger,
    *,
    measures: Sequence[str] = MEASURES,
    denominators: Mapping[str, str | Floats] | None = None,
    scales: Sequence[str] = (),
    above: Sequence[IndicatorTable] = (),
) -> Summary:
    """Summarise the index and every domain over larger areas.

    Areas without a rank count in no measure; a larger area without ranked areas has none.
    Source: formula F25; English Indices of Deprivation.

    Args:
        result: the index of n areas.
        to: a larger level (``"municipality"``); or the larger area of each area, by code;
            or the codes of each region; or regions. See `members_of`.
        measures: some of `MEASURES`.
        denominators: who counts in the index or in a domain, by its name, where that are
            not all inhabitants: employment counts people of working age. An indicator
            whose denominator they are, or (n,) numbers in the order of the table.
        above: tables of larger areas, where they tell in which areas those lie.
        scales: indicators whose numerators are deprived people; each gives
            ``<indicator>_scale``, how many there are.

    Raises:
        DeclarationError: a name is unknown, or a level is not larger.
        ComputationError: the regions or the numbers do not fit the table.
    """
    known("measure", measures, MEASURES)
    weights = denominators_of(result, denominators or {})
    people = numerators_of(result, scales)
    members = members_of(result.table, to, above=above)
    rankings = rankings_of(result, members, weights)
    _inhabited(rankings, measures)
    everyone, ranked = np.ones(len(result), np.int64), _count(members, result.rank > 0)
    population = result.table.population
    return Summary(
        result=result,
        members=members,
        areas=_count(members, everyone),
        ranked=ranked,
        population=_people(members, population, everyone),
        population_ranked=np.where(ranked, _people(members, population, result.rank), 0.0),
        values=_values(rankings, measures, result.method.min_for_deciles)
        | _scales(result, members, people),
        denominators={
            name: given if isinstance(given, str) else "of its own"
            for name, given in (denominators or {}).items()
        },
        denominator_sums={name: rankings[name].denominator() for name in weights},
        warnings=tuple(_warnings(result, members, measures)),
    )


def _values(
    rankings: Mapping[str, Ranking], measures: Sequence[str], least: int
) -> dict[str, Floats]:
    """(m,) numbers of every measure; where there are no tenths, those that ask for them are NaN."""
    return {
        column_of(name, measure): np.full(ranking.size, np.nan)
        if measure in TENTHS and ranking.ranked < least
        else RULES[measure](ranking)
        for name, ranking in rankings.items()
        for measure in measures
    }


def _scales(
    result: IndexResult, members: Membership, people: Mapping[str, Floats]
) -> dict[str, Floats]:
    """(m,) deprived people in the ranked areas, by indicator."""
    return {
        column_of(name, "scale"): _people(members, numbers, result.rank)
        for name, numbers in people.items()
    }


def _people(members: Membership, numbers: Floats, ranks: Ranks) -> Floats:
    """(m,) the sum of (n,) numbers over the ranked areas; NaN where none is known."""
    rows, size = members.rows, len(members.codes)
    return scale(numbers[rows], ranks[rows], members.groups, size)


def _count(members: Membership, here: NDArray[Any]) -> Ints:
    """(m,) how many areas are here."""
    size = len(members.codes)
    return np.bincount(members.groups[here[members.rows] > 0], minlength=size)


def _inhabited(rankings: Mapping[str, Ranking], measures: Sequence[str]) -> None:
    """Measures that count people have people to count."""
    weighted = [measure for measure in measures if measure not in BY_AREAS]
    unknown = [name for name, ranking in rankings.items() if np.isnan(ranking.weights).all()]
    if weighted and unknown:
        raise ComputationError(
            f"The inhabitants of all areas are unknown, and {', '.join(weighted)} "
            f"of {', '.join(unknown)} count people.",
            hint=f"Add the population to the table, or ask for {', '.join(BY_AREAS)} alone.",
        )


def _warnings(result: IndexResult, members: Membership, measures: Sequence[str]) -> Iterator[str]:
    """What a reader should know, the gravest first."""
    least, ranked = result.method.min_for_deciles, result.rank > 0
    inside = np.unique(members.rows)
    asked = [measure for measure in measures if measure in TENTHS]
    if asked and result.ranked < least:
        yield (
            f"only {counted(result.ranked, 'area')} ranked; {' and '.join(asked)} "
            f"need {least} or more"
        )
    outside = len(result) - inside.size
    if outside:
        yield f"{counted(outside, 'area')} in none of the larger areas"
    empty = int((_count(members, ranked) == 0).sum())
    if empty:
        yield f"no measures: {counted(empty, 'larger area')} without any ranked area"
    unknown = int((ranked & np.isnan(result.table.population))[inside].sum())
    if unknown:
        yield f"inhabitants unknown in {counted(unknown, 'ranked area')}, which weigh nothing"
