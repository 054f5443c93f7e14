"""How many people, households and dwellings each neighbourhood has."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geodata.sample import Country, smooth_field
from mdi.editions.sample.chance import chance

Floats = npt.NDArray[np.float64]

PLACE = "hectares"  # what figures of the place itself are weighted by
BASE_YEAR = 2020
MEDIAN, SPREAD = 900, 0.75
EMPTY, TINY = 0.035, 0.045  # shares of industrial estates and of outlying places
PER_INHABITANT = {
    "inhabitants": 1.0,
    "adults": 0.8,
    "working_age": 0.62,
    "workers": 0.49,
    "dwellings": 0.47,
    "households": 0.46,
    "pupils": 0.15,
}
ANY_OTHER = 0.25  # per inhabitant, of a denominator that is declared and not listed here


@dataclass(frozen=True, slots=True)
class People:
    """The inhabitants of an invented country.

    Attributes:
        country: where they live.
        seed: which country.
        start: inhabitants in the base year, shape (neighbourhoods,).
        growth: a year, as a share, shape (neighbourhoods,).
    """

    country: Country
    seed: int
    start: Floats
    growth: Floats

    def population(self, year: int) -> Floats:
        """Inhabitants of each neighbourhood in a year; whole numbers."""
        return np.round(self.start * np.exp(self.growth * (year - BASE_YEAR)))

    def denominator(self, name: str, year: int) -> Floats:
        """What figures are a share or a mean of; whole numbers, except hectares.

        Args:
            name: as indicators declare it, such as `"households"`.
            year: the year of the figures.
        """
        if name == PLACE:
            return self.country.hectares
        rate = PER_INHABITANT.get(name, ANY_OTHER)
        noise = chance(self.seed, "denominator", name).normal(0, 0.04, len(self.start))
        lively = 1.0 if rate == 1 else np.exp(np.clip(noise, -0.1, 0.1))
        return np.asarray(np.round(self.population(year) * rate * lively))


def invent_people(country: Country, seed: int) -> People:
    """Settle an invented country: many middling neighbourhoods, some tiny, some empty."""
    rng = chance(seed, "people")
    count = len(country.sites)
    start = MEDIAN * np.exp(SPREAD * np.clip(rng.standard_normal(count), -3, 3))
    kind = rng.random(count)
    start = np.where(kind < EMPTY + TINY, rng.integers(5, 80, count), np.round(start))
    start = np.where(kind < EMPTY, 0, start)
    growth = 0.004 + 0.008 * smooth_field(rng, country.box, 1.6)(country.sites)
    return People(country, seed, start.astype(np.float64), growth)
