"""What lies behind the figures: deprivation that neighbours share, and how it drifts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from geodata.sample import Country, smooth_field
from mdi.editions.sample.chance import chance
from mdi.editions.sample.people import BASE_YEAR

Floats = npt.NDArray[np.float64]

TREND = -0.04  # standard deviations a year: the country slowly improves
TREND_SPREAD = 0.05  # and some towns get worse
YEARLY = 0.08  # what comes and goes within a year


@dataclass(frozen=True, slots=True)
class Weights:
    """How much of a figure comes from what; their squares are brought to a sum of 1."""

    deprivation: float = 0.75
    domain: float = 0.35
    own: float = 0.3
    urban: float = 0.0
    noise: float = 0.3


@dataclass(frozen=True, slots=True)
class Latent:
    """Smooth differences over the country; one value per neighbourhood, of variance 1.

    Attributes:
        country: where.
        seed: which country.
        deprivation: what all figures share; more is worse.
        urban: how densely a neighbourhood and those around it are built.
        drift: how much faster than elsewhere it gets worse.
    """

    country: Country
    seed: int
    deprivation: Floats
    urban: Floats
    drift: Floats

    def score(self, domain: str, name: str, weights: Weights) -> Floats:
        """How bad a figure is in the base year, in standard deviations.

        Args:
            domain: figures of one domain are more alike.
            name: of the figure.
            weights: what it is made of.
        """
        common = _field(self.country, self.seed, "domain", domain)
        own = _field(self.country, self.seed, "figure", name)
        noise = chance(self.seed, "noise", name).standard_normal(len(own))
        mixed = (
            weights.deprivation * self.deprivation
            + weights.domain * common
            + weights.own * own
            + weights.urban * self.urban
            + weights.noise * noise
        )
        return _standard(mixed)

    def change(self, name: str, year: int) -> Floats:
        """What is added to the score of a figure in a year."""
        years = year - BASE_YEAR
        noise = chance(self.seed, "year", name, year).standard_normal(len(self.drift))
        return np.asarray(years * (TREND + TREND_SPREAD * self.drift) + YEARLY * noise)


def invent_latent(country: Country, seed: int) -> Latent:
    """Invent what lies behind the figures of a country."""
    dense = -np.log(country.hectares)
    urban = _standard(dense + _around(country, dense))
    smooth = _field(country, seed, "deprivation")
    return Latent(
        country=country,
        seed=seed,
        deprivation=_standard(smooth + 0.35 * urban),
        urban=urban,
        drift=_field(country, seed, "drift"),
    )


def _field(country: Country, seed: int, *words: str) -> Floats:
    """A smooth field, and an effect of the municipality."""
    rng = chance(seed, *words)
    smooth = smooth_field(rng, country.box, 1.2)(country.sites)
    of_municipality = rng.standard_normal(country.municipality.max() + 1)
    return _standard(smooth + 0.4 * of_municipality[country.municipality])


def _around(country: Country, values: Floats) -> Floats:
    """The mean of the values of a neighbourhood and of the eight nearest to it."""
    from scipy.spatial import cKDTree  # noqa: PLC0415

    _, near = cKDTree(country.sites).query(country.sites, k=9, workers=-1)
    return np.asarray(values[near].mean(axis=1))


def _standard(values: Floats) -> Floats:
    return np.asarray((values - values.mean()) / values.std())
