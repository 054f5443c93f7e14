"""One small invented country that all tests of it look at."""

import pytest

from geodata.sample import make_country


@pytest.fixture(scope="session")
def country():
    return make_country(300, seed=1, years=range(2021, 2026))
