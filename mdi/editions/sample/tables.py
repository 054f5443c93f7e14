"""The tables of an invented country: figures of one year, pooled into larger areas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from geodata.sample import Country, Layer
from mdi.domains.model import Domains
from mdi.editions.sample.chance import chance
from mdi.editions.sample.figures import Figure, invent_counts, invent_figures
from mdi.editions.sample.gaps import invent_status
from mdi.editions.sample.latent import Latent, invent_latent
from mdi.editions.sample.people import People, invent_people
from mdi.status import CellStatus

Floats = npt.NDArray[np.float64]
Counts = tuple[Floats, Floats]  # numerator and denominator of each neighbourhood

WORDS = [status.word for status in CellStatus]


@dataclass(frozen=True, slots=True)
class Invention:
    """All that is invented about a country."""

    country: Country
    people: People
    latent: Latent
    figures: list[Figure]


def invent(country: Country, seed: int, domains: Domains) -> Invention:
    """Invent people and figures for a country."""
    latent = invent_latent(country, seed)
    people = invent_people(country, seed)
    return Invention(country, people, latent, invent_figures(domains, latent))


def year_tables(invention: Invention, year: int) -> Iterator[tuple[str, Any]]:
    """Level and pyarrow table of each level in a year, from small to large.

    Larger areas pool the numerators and the denominators of all their neighbourhoods, also
    where a neighbourhood's own figure is not shown.
    """
    counts = [
        invent_counts(figure, invention.latent, invention.people, year)
        for figure in invention.figures
    ]
    for level, layer in invention.country.at(year).layers.items():
        yield level, _table(invention, layer, counts, year)


def pooled(layer: Layer, values: Floats) -> Floats:
    """The sums of neighbourhoods' values for the areas of a layer."""
    return np.bincount(layer.row, values, len(layer.codes)).astype(np.float64)


def _table(invention: Invention, layer: Layer, counts: list[Counts], year: int) -> Any:
    import pyarrow as pa  # noqa: PLC0415

    population = pooled(layer, invention.people.population(year))
    columns = {
        "area_code": pa.array(layer.codes, pa.string()),
        "area_name": pa.array(layer.names, pa.string()),
        "parent_code": pa.array(layer.parents, pa.string()),
        "population": pa.array(population.astype(np.int64)),
    }
    for figure, (over, under) in zip(invention.figures, counts, strict=True):
        if not figure.at(layer.level):
            continue
        totals = pooled(layer, over), pooled(layer, under)
        rng = chance(invention.people.seed, "gaps", figure.leaf.id, layer.level, year)
        status = invent_status(figure, layer.level, population, totals[1], rng)
        columns |= _columns(figure, totals, status)
    return pa.table(columns)


def _columns(figure: Figure, totals: Counts, status: npt.NDArray[np.uint8]) -> dict[str, Any]:
    """The figure, its status, numerator and denominator; null where it is not observed."""
    import pyarrow as pa  # noqa: PLC0415

    hidden = status != CellStatus.OBSERVED
    over, under = totals
    value = figure.factor * over / np.where(hidden, 1.0, under)
    name = figure.leaf.id
    return {
        name: pa.array(value, mask=hidden),
        f"{name}_status": pa.array(WORDS).take(pa.array(status)),
        f"{name}_numerator": pa.array(over, mask=hidden),
        f"{name}_denominator": pa.array(under, mask=hidden),
    }
