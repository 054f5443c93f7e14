"""Numerators and denominators of invented indicators, as their declarations ask."""

from __future__ import annotations

from dataclasses import dataclass
from math import isfinite

import numpy as np
import numpy.typing as npt

from mdi.domains.model import Domains, Indicator
from mdi.editions.sample.chance import chance
from mdi.editions.sample.latent import Latent, Weights
from mdi.editions.sample.people import PLACE, People

Floats = npt.NDArray[np.float64]

FACTOR = {"share": 100.0, "rate": 1000.0, "mean": 1.0, "score": 1.0}
TYPICAL = 1.5  # standard deviations from the middle to the ends of the typical range
URBAN = {"rate": 0.4, "score": 0.6}  # offences and the heat of a place grow with the town


@dataclass(frozen=True, slots=True)
class Figure:
    """One leaf indicator and what it is like in the base year.

    Attributes:
        leaf: its declaration.
        domain: the id of its domain.
        score: how bad it is in each neighbourhood, in standard deviations.
    """

    leaf: Indicator
    domain: str
    score: Floats

    @property
    def denominator(self) -> str:
        """What the figure is a share, rate or mean of."""
        by_default = PLACE if self.leaf.measure == "score" else "inhabitants"
        return self.leaf.denominator or by_default

    @property
    def factor(self) -> float:
        """The figure is factor × numerator ÷ denominator."""
        return FACTOR[self.leaf.measure]

    def at(self, level: str) -> bool:
        """Whether the indicator is available at a level."""
        return not self.leaf.levels or level in self.leaf.levels


def invent_figures(domains: Domains, latent: Latent) -> list[Figure]:
    """Every leaf indicator that is declared, in order."""
    return [
        Figure(leaf, domain.id, latent.score(domain.id, leaf.id, _weights(leaf)))
        for domain in domains
        for leaf in domain.leaves()
    ]


def invent_counts(
    figure: Figure, latent: Latent, people: People, year: int
) -> tuple[Floats, Floats]:
    """Numerator and denominator of a figure in each neighbourhood.

    People and events are whole numbers and vary by chance, as real ones do: binomial for a
    share, Poisson for a rate. A mean has a sum in whole units; a score is spread over hectares.
    """
    under = people.denominator(figure.denominator, year)
    score = figure.score + latent.change(figure.leaf.id, year)
    expected = _expected(figure.leaf, score) / figure.factor
    rng = chance(latent.seed, "count", figure.leaf.id, year)
    over: npt.NDArray[np.number]
    if figure.leaf.measure == "share":
        over = rng.binomial(under.astype(np.int64), np.clip(expected, 0, 1))
    elif figure.leaf.measure == "rate":
        over = rng.poisson(np.maximum(expected, 0) * under)
    elif figure.leaf.measure == "mean":
        over = np.round(expected * under)
    else:
        over = expected * under
    return np.asarray(over, dtype=np.float64), under


def _weights(leaf: Indicator) -> Weights:
    return Weights(urban=URBAN.get(leaf.measure, 0.0))


def _expected(leaf: Indicator, score: Floats) -> Floats:
    """The figure that goes with a score; in its range, and mostly in its typical range."""
    low, high = _typical(leaf)
    from_low = 0.5 + (score if leaf.direction == "worse" else -score) / (2 * TYPICAL)
    floor, ceiling = leaf.range
    if isfinite(floor) and isfinite(ceiling):
        span = ceiling - floor
        ends = [np.log((x - floor) / (ceiling - x)) for x in (low, high)]
        return np.asarray(floor + span / (1 + np.exp(-_between(ends, from_low))))
    if isfinite(floor):
        ends = [np.log(x - floor) for x in (low, high)]
        return np.asarray(floor + np.exp(_between(ends, from_low)))
    return np.asarray(np.minimum(_between([low, high], from_low), ceiling))


def _between(ends: list[float], place: Floats) -> Floats:
    return np.asarray(ends[0] + (ends[1] - ends[0]) * place)


def _typical(leaf: Indicator) -> tuple[float, float]:
    """The typical range, strictly inside the range; a guess where none is declared."""
    floor, ceiling = leaf.range
    start = floor if isfinite(floor) else 0.0
    span = ceiling - start if isfinite(ceiling) else 40.0
    low, high = leaf.typical or (start + span / 4, start + span / 2)
    margin = 1e-3 * (high - low)
    return max(low, floor + margin), min(high, ceiling - margin)
