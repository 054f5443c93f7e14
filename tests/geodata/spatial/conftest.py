"""One country that several tests look at."""

import numpy as np
import pytest
from libpysal.weights import W

from tests.geodata.spatial.lattice import grid


@pytest.fixture(scope="session")
def country():
    """Values of 600 squares that resemble their neighbours, and who these are."""
    random = np.random.default_rng(11)
    row, column = np.divmod(np.arange(600), 30)
    return 2 * np.sin(row / 3) * np.cos(column / 4) + 0.7 * random.normal(size=600), grid(20, 30)


@pytest.fixture(scope="session")
def as_libpysal():
    """The same neighbours as libpysal keeps them."""

    def convert(neighbours):
        rows = np.split(neighbours.indices, neighbours.indptr[1:-1])
        return W({place: row.tolist() for place, row in enumerate(rows)}, silence_warnings=True)

    return convert
