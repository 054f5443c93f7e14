"""One small sample on disk that all tests of it read."""

import pandas as pd
import pytest

from mdi.editions.sample import make_sample

YEARS = range(2021, 2026)


@pytest.fixture(scope="session")
def sample(tmp_path_factory):
    return make_sample(400, seed=1, out=tmp_path_factory.mktemp("sample") / "country", years=YEARS)


@pytest.fixture(scope="session")
def table(sample):
    """A function that reads the table of a level and year."""
    return lambda level, year=2021: pd.read_parquet(sample / f"indicators_{level}_{year}.parquet")
