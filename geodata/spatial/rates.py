"""Rates that can be compared although some rest on few people."""

from __future__ import annotations

import numpy as np

from geodata.neighbours import Floats
from geodata.spatial.errors import StatisticError


def standardised_rates(events: Floats, population: Floats) -> Floats:
    """Rates less the rate of all areas, in standard deviations that know the population.

    ``z = (p − b) ÷ √v`` with ``v = a + b ÷ n``: b is the rate of all areas together and a
    the variance between areas, by the method of moments. Where v comes out below 0 it is
    ``b ÷ n``.

    Args:
        events: counts (k,), NaN where missing.
        population: those among whom they were counted (k,), NaN where missing; where it is
            0 there is no rate.

    Returns:
        Standardised rates (k,), NaN where there is none.

    Raises:
        StatisticError: arrays of different length; counts that are infinite or below 0; or
            nothing was counted anywhere.

    Source: formula F43; Assunção and Reis (1999), A new proposal to adjust Moran's I for
    population density, Statistics in Medicine 18.
    """
    events, population = np.asarray(events, np.float64), np.asarray(population, np.float64)
    _check(events, population)
    there = (population > 0) & ~np.isnan(events)
    r, n = events[there], population[there]
    if not r.sum() > 0:
        message = "Nothing was counted in any area, so there are no rates."
        raise StatisticError(message, hint="Give counts, and the people they were counted among.")
    p, b = r / n, r.sum() / n.sum()
    a = (n @ (p - b) ** 2) / n.sum() - b / n.mean()
    v = a + b / n
    rates = np.full(events.shape, np.nan)
    rates[there] = (p - b) / np.sqrt(np.where(v > 0, v, b / n))
    return rates


def _check(events: Floats, population: Floats) -> None:
    problems = []
    if events.shape != population.shape or events.ndim != 1:
        problems.append(f"{events.size} counts for {population.size} populations")
    for name, counts in {"counts": events, "populations": population}.items():
        if wrong := int((np.isinf(counts) | (counts < 0)).sum()):
            problems.append(f"{wrong} {name} are infinite or below 0")
    if problems:
        message = "Rates cannot be made of these counts."
        raise StatisticError(message, problems, "Give two rows of counts, equally long.")
