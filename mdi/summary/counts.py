"""The people who count: denominators and numerators of the areas of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from mdi.errors import ComputationError, DeclarationError, Problem, did_you_mean
from mdi.fitted import Floats
from mdi.result import IndexResult

PEOPLE = ("share", "rate")  # the numerators of other measures are sums of something


def denominators_of(result: IndexResult, given: Mapping[str, str | Floats]) -> dict[str, Floats]:
    """(n,) who counts in the index or in a domain, by its name.

    Args:
        result: the index of n areas.
        given: the indicator whose denominator they are, or (n,) numbers.

    Raises:
        DeclarationError: a name is unknown.
        ComputationError: the table has no such denominator, or the numbers do not fit it.
    """
    known("domain", list(given), ["index", *(node.id for node in result.tree.domains)])
    names = [name for name in given.values() if isinstance(name, str)]
    _counted(result, names, "denominator")
    counts = result.table.counts
    found = {
        name: counts[numbers].denominator
        if isinstance(numbers, str)
        else np.asarray(numbers, np.float64)
        for name, numbers in given.items()
    }
    size = len(result)
    problems = [
        Problem(f"those of '{name}'", expected=f"{size} numbers of 0 or more, or NaN")
        for name, numbers in found.items()
        if numbers.shape != (size,) or (numbers < 0).any() or np.isinf(numbers).any()
    ]
    if problems:
        raise ComputationError("The denominators do not fit the table.", problems)
    return found


def numerators_of(result: IndexResult, indicators: Sequence[str]) -> dict[str, Floats]:
    """(n,) deprived people by indicator.

    Raises:
        DeclarationError: an indicator is unknown.
        ComputationError: the table has no numerator of it, or it does not count deprived
            people.
    """
    _counted(result, indicators, "numerator")
    problems = [
        Problem(f"'{f.indicator.id}' is a {f.indicator.measure} of which more is {f.direction}")
        for f in result.table.figures
        if f.indicator.id in indicators
        and (f.indicator.measure not in PEOPLE or f.direction != "worse")
    ]
    if problems:
        hint = "Choose shares or rates of which more is worse."
        raise ComputationError("Not every numerator counts deprived people.", problems, hint)
    return {name: result.table.counts[name].numerator for name in indicators}


def known(kind: str, names: Sequence[str], choices: Sequence[str]) -> None:
    """Every name is one of the choices.

    Raises:
        DeclarationError: some are not; the nearest are suggested.
    """
    problems = [
        Problem(f"'{name}' is no {kind}", hint=did_you_mean(name, choices))
        for name in names
        if name not in choices
    ]
    if problems:
        raise DeclarationError(f"There is no such {kind}.", problems)


def _counted(result: IndexResult, indicators: Sequence[str], part: str) -> None:
    """The table has the counts that these indicators are made of."""
    known("indicator", indicators, [f.indicator.id for f in result.table.figures])
    problems = [
        Problem(f"'{name}' has no {part} in this table", expected=f"a column '{name}_{part}'")
        for name in indicators
        if name not in result.table.counts
    ]
    if problems:
        raise ComputationError(f"A {part} is not there.", problems)
