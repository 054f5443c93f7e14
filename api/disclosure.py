"""Which figures are shown: none that is about so few people that it tells about persons.

The index and the points of domains are for the method to decide, which has a least population
of its own. What is withheld here are figures of indicators, and whatever they would follow from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

import mdi
from api.settings import Settings
from mdi.errors import DeclarationError
from mdi.status import CellStatus

WITHHELD = "withheld"
OF_A_FIGURE = ("value", "shrunken", "own_weight", "points", "contribution")

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What is shown of areas with few inhabitants; an unknown number counts as enough.

    Attributes:
        least: inhabitants below which no figure is shown.
        least_of_income: the same for figures about income.
        about_income: the indicators that are about income.
    """

    least: float
    least_of_income: float
    about_income: tuple[str, ...]

    def least_for(self, indicator: str) -> float:
        """Inhabitants below which a figure of this indicator is not shown."""
        return self.least_of_income if indicator in self.about_income else self.least

    def shown(self, result: mdi.IndexResult, measure: str) -> Floats:
        """(n,) a measure of all areas, NaN where it is missing or withheld.

        Raises:
            DeclarationError: there is no such measure.
        """
        return np.where(self.withheld(result, measure), np.nan, result.measure(measure))

    def withheld(self, result: mdi.IndexResult, measure: str) -> Bools:
        """(n,) the areas that have a figure which is not shown."""
        table = result.table
        if measure not in {figures.indicator.id for figures in table.figures}:
            return np.zeros(len(table), np.bool_)
        few = table.population < self.least_for(measure)
        return np.asarray(few & ~np.isnan(result.measure(measure)))

    def status(self, result: mdi.IndexResult, measure: str) -> tuple[str, ...] | None:
        """(n,) why a figure is there or is not, in words; None for what is no indicator."""
        names = [figures.indicator.id for figures in result.table.figures]
        if measure not in names:
            return None
        row, withheld = names.index(measure), self.withheld(result, measure).tolist()
        kinds = result.table.status[row].tolist()
        return tuple(
            WITHHELD if hidden else CellStatus(kind).word
            for kind, hidden in zip(kinds, withheld, strict=True)
        )

    def profile(self, plain: Plain) -> Plain:
        """A profile as plain data, without the figures that are withheld.

        Where one figure of a domain is, the parts that the others add are withheld too: it
        would follow from them.
        """
        people = plain["population"]
        if people is None or people >= max(self.least, self.least_of_income):
            return plain
        domains = [
            {**domain, "indicators": self._indicators(domain["indicators"], people)}
            for domain in plain["domains"]
        ]
        return {**plain, "domains": domains}

    def check(self, method: str | mdi.Method) -> None:
        """Refuse a method of a reader's own that would score areas of hardly anybody.

        Raises:
            DeclarationError: it would.
        """
        usual = mdi.Method.model_fields["min_population"].default
        least = min(self.least, usual)
        if isinstance(method, mdi.Method) and method.min_population < least:
            raise DeclarationError(
                f"A method with min_population {method.min_population:g} is not computed here.",
                hint=f"Give {least:g} or more, or leave it out.",
            )

    def _indicators(self, given: tuple[Plain, ...] | list[Plain], people: float) -> list[Plain]:
        shown = [self._indicator(each, people) for each in given]
        if not any(each["status"] == WITHHELD for each in shown):
            return shown
        return [{**each, "contribution": None} for each in shown]

    def _indicator(self, given: Plain, people: float) -> Plain:
        parts = self._indicators(given["parts"], people)
        had = given["value"] is not None and people < self.least_for(given["id"])
        if not had and all(part["status"] != WITHHELD for part in parts):
            return {**given, "parts": parts}
        return {**given, **dict.fromkeys(OF_A_FIGURE), "status": WITHHELD, "parts": parts}


def disclosure_of(settings: Settings) -> Disclosure:
    """What the settings say is shown."""
    return Disclosure(
        settings.least_population,
        settings.least_population_of_income,
        settings.about_income,
    )
