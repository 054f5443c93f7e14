"""An invented country: its neighbourhoods, what they lie in, and how that changes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from geodata.sample.borders import Cells, draw_cells
from geodata.sample.changes import Register, make_registers
from geodata.sample.fields import Box, Floats
from geodata.sample.groups import Ints
from geodata.sample.hierarchy import Hierarchy, make_hierarchy, municipalities_for
from geodata.sample.landscape import make_landscape
from geodata.sample.layers import Layer, Part, Parts, make_layers, united
from geodata.sample.names import municipality_names, province_names, quarter_names
from geodata.sample.points import make_sites

TOWNS = 1.5  # for each municipality


@dataclass(frozen=True, slots=True)
class Vintage:
    """The areas of all levels, in force from a year on; layers from small to large."""

    year: int
    layers: dict[str, Layer]


@dataclass(frozen=True, slots=True)
class Country:
    """An invented country.

    Attributes:
        box: the area of land and sea around it, in metres, RD New.
        sites: the middle of each neighbourhood, shape (neighbourhoods, 2).
        hectares: land of each neighbourhood, shape (neighbourhoods,).
        municipality: of each neighbourhood at the start, shape (neighbourhoods,).
        vintages: oldest first.
    """

    box: Box
    sites: Floats
    hectares: Floats
    municipality: Ints
    vintages: tuple[Vintage, ...]

    def at(self, year: int) -> Vintage:
        """The vintage in force in a year."""
        return [vintage for vintage in self.vintages if vintage.year <= year][-1]


def make_country(areas: int, seed: int, years: range) -> Country:
    """Invent a country; the same arguments give the same country.

    Args:
        areas: number of neighbourhoods, at least 30.
        seed: which country.
        years: the years it is seen in; with two or more, municipalities change.
    """
    import shapely  # noqa: PLC0415

    rng = np.random.default_rng([seed, areas])
    count = municipalities_for(areas)
    landscape = make_landscape(rng, areas, max(round(TOWNS * count), count + 2))
    sites = make_sites(rng, landscape, areas)
    cells = draw_cells(rng, sites)
    hierarchy = make_hierarchy(rng, sites.land, cells.neighbours, landscape.towns[:count])
    names = municipality_names(rng, len(hierarchy.province) + 2)
    registers = make_registers(rng, hierarchy, years, names)
    vintages = _vintages(_parts(rng, cells, hierarchy), registers)
    return Country(
        box=landscape.box,
        sites=sites.land,
        hectares=shapely.area(cells.polygons) / 10_000,
        municipality=hierarchy.municipality[hierarchy.district],
        vintages=vintages,
    )


def _vintages(parts: Parts, registers: tuple[Register, ...]) -> tuple[Vintage, ...]:
    return tuple(Vintage(r.vintage, make_layers(parts, r)) for r in registers)


def _parts(rng: np.random.Generator, cells: Cells, hierarchy: Hierarchy) -> Parts:
    """Names and shapes of all levels; every shape is the union of those inside it."""
    districts = united(cells.polygons, hierarchy.district)
    municipalities = united(districts, hierarchy.municipality)
    provinces = united(municipalities, hierarchy.province)
    municipality = hierarchy.municipality[hierarchy.district]
    wijken = [f"Wijk {name}" for name in quarter_names(rng, hierarchy.municipality)]
    return Parts(
        neighbourhood=Part(quarter_names(rng, municipality), cells.polygons, hierarchy.district),
        district=Part(wijken, districts, hierarchy.municipality),
        municipality=Part([""] * len(municipalities), municipalities, hierarchy.province),
        province=Part(
            province_names(rng, len(provinces)), provinces, np.zeros(len(provinces), np.intp)
        ),
    )
