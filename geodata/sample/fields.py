"""Smooth random fields: the hills, coasts and differences of an invented country."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

ROWS, COLUMNS = 240, 206  # the proportions of the box: 291 by 250 kilometres


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in metres, RD New."""

    west: float
    south: float
    width: float
    height: float

    def place(self, unit: Floats) -> Floats:
        """Points in the unit square, shape (n, 2), as points in the box."""
        return np.asarray(unit * (self.width, self.height) + (self.west, self.south))

    def unit(self, xy: Floats) -> Floats:
        """Points in the box, shape (n, 2), as points in the unit square."""
        return np.asarray((xy - (self.west, self.south)) / (self.width, self.height))


@dataclass(frozen=True, slots=True)
class Field:
    """Values on a grid over a box, read in between by linear interpolation.

    Attributes:
        box: the area it covers.
        values: shape (ROWS, COLUMNS), rows from south to north.
    """

    box: Box
    values: Floats

    def __call__(self, xy: Floats) -> Floats:
        """The value at each point; shape (n, 2) in metres gives shape (n,)."""
        from scipy.ndimage import map_coordinates  # noqa: PLC0415

        steps = (self.box.unit(xy) * (COLUMNS, ROWS) - 0.5)[:, ::-1].T
        return np.asarray(map_coordinates(self.values, steps, order=1, mode="nearest"))


def smooth_field(rng: np.random.Generator, box: Box, slope: float) -> Field:
    """A Gaussian random field of mean 0 and variance 1, by spectral synthesis.

    White noise whose amplitudes fall with frequency as f^(-slope); see Saupe (1988),
    Algorithms for random fractals, in The Science of Fractal Images, section 2.4.

    Args:
        rng: where chance comes from.
        box: the area it covers.
        slope: 1 is rough, 3 is very smooth.
    """
    spectrum = np.fft.rfft2(rng.standard_normal((ROWS, COLUMNS)))
    rows, columns = np.fft.fftfreq(ROWS) * ROWS, np.fft.rfftfreq(COLUMNS) * COLUMNS
    frequency = np.hypot(rows[:, None], columns[None, :])
    frequency[0, 0] = np.inf
    values = np.fft.irfft2(spectrum * frequency**-slope, s=(ROWS, COLUMNS))
    return Field(box, (values - values.mean()) / values.std())


def grid(box: Box) -> Floats:
    """The centres of the grid cells, shape (ROWS · COLUMNS, 2), in metres."""
    y, x = np.mgrid[0:ROWS, 0:COLUMNS]
    return box.place(np.column_stack([(x.ravel() + 0.5) / COLUMNS, (y.ravel() + 0.5) / ROWS]))
