"""Where the land is, and where its towns are."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np

from geodata.sample.fields import COLUMNS, ROWS, Box, Field, Floats, grid, smooth_field
from geodata.sample.relaxation import relaxed

CENTRE = (145_000.0, 462_500.0)  # the middle of the area where RD New is valid
WIDTH, HEIGHT = 250_000.0, 291_000.0
FULL_SIZE = 14_500  # a country of so many neighbourhoods fills the box
LAND_SHARE = 0.42
TOWN_CELL = 250_000.0  # square metres of a neighbourhood in a town
RURAL_SHARE = 0.35  # of the neighbourhoods
ISLANDS, LAKES = 6, 4


@dataclass(frozen=True, slots=True)
class Landscape:
    """Land, water and towns of an invented country.

    Attributes:
        box: the area of land and sea, in metres.
        height: above 0 is land.
        towns: centres, shape (t, 2), the largest first.
        share: share of the town neighbourhoods in each town, shape (t,), sum 1.
        radius: of each town, in metres, shape (t,).
    """

    box: Box
    height: Field
    towns: Floats
    share: Floats
    radius: Floats

    def is_land(self, xy: Floats) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
        """Whether each point, shape (n, 2), lies on land."""
        return np.asarray(self.height(xy) > 0)


def make_landscape(rng: np.random.Generator, areas: int, towns: int) -> Landscape:
    """Invent a coast, islands, lakes and towns.

    Args:
        rng: where chance comes from.
        areas: number of neighbourhoods; fewer make a smaller country.
        towns: number of towns.
    """
    box = _box(areas)
    islands = _arc(rng)
    height = Field(box, _height(rng, box, islands))
    centres = _town_centres(rng, height, towns, box.place(islands))
    size = np.power(np.arange(len(centres), dtype=np.float64) + 4.0, -0.85)
    share: Floats = size / size.sum()
    cells = (1 - RURAL_SHARE) * areas * share
    return Landscape(box, height, centres, share, np.sqrt(cells * TOWN_CELL / (2 * np.pi)))


def _box(areas: int) -> Box:
    scale = min(1.0, sqrt(areas / FULL_SIZE))
    width, height = WIDTH * scale, HEIGHT * scale
    return Box(CENTRE[0] - width / 2, CENTRE[1] - height / 2, width, height)


def _height(rng: np.random.Generator, box: Box, islands: Floats) -> Floats:
    """The relief on the grid, shifted so that LAND_SHARE of the box is land."""
    unit = box.unit(grid(box))
    offset = np.abs(unit - 0.5) * 2
    bent = unit + 0.025 * np.column_stack([_noise(rng, box, 1.6), _noise(rng, box, 1.6)])
    relief = 0.2 * _noise(rng, box, 1.6) - (offset**2 * (1.1, 1.0)).sum(axis=1)
    relief += _bumps(bent, islands, 0.017, 2.0) - _bumps(unit, islands, 0.06, 0.7)
    relief -= _bumps(bent, _lakes(rng), 0.026, 1.4)
    relief -= 8 * np.maximum(offset.max(axis=1) - 0.86, 0)
    relief -= np.quantile(relief, 1 - LAND_SHARE)
    return np.asarray(relief.reshape(ROWS, COLUMNS))


def _noise(rng: np.random.Generator, box: Box, slope: float) -> Floats:
    return smooth_field(rng, box, slope).values.ravel()


def _arc(rng: np.random.Generator) -> Floats:
    """Places on an arc off the north-western coast, in the unit square."""
    turn = np.deg2rad(np.linspace(65, 185, ISLANDS) + rng.uniform(-6, 6, ISLANDS))
    return np.asarray(0.5 + 0.43 * np.column_stack([np.cos(turn), np.sin(turn)]))


def _lakes(rng: np.random.Generator) -> Floats:
    """Places around the middle, in the unit square."""
    turn = np.linspace(0, 2 * np.pi, LAKES, endpoint=False) + rng.uniform(0, 2 * np.pi)
    reach = rng.uniform(0.06, 0.22, LAKES)
    return np.asarray(0.5 + reach[:, None] * np.column_stack([np.cos(turn), np.sin(turn)]))


def _bumps(unit: Floats, centres: Floats, radius: float, height: float) -> Floats:
    """The sum of Gaussian bumps, at points of the unit square."""
    away = ((unit[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
    return np.asarray(height * np.exp(-away / (2 * radius**2)).sum(axis=1))


def _town_centres(rng: np.random.Generator, height: Field, towns: int, islands: Floats) -> Floats:
    """Places on land that keep apart; the islands have the smallest towns."""
    everywhere = grid(height.box)
    land = everywhere[height.values.ravel() > 0]
    spread = relaxed(land[rng.permutation(len(land))[:towns]], land)
    reach = height.box.width * sqrt(LAND_SHARE / towns)
    moved = spread + rng.normal(0, 0.2 * reach, spread.shape)
    return np.vstack([rng.permutation(moved[height(moved) > 0.02]), islands])
