"""A small plan over the invented country, and a store."""

from pathlib import Path

import pytest

from mdi.editions.sample import make_sample

PLAN = """
catalogue = "sample"
levels = ["municipality", "neighbourhood"]
years = "2024-2025"
weights = ["mdi_nl", "equal"]
methods = ["imd"]
tiles = false
sensitivity = false
"""


@pytest.fixture(scope="session")
def country(tmp_path_factory) -> Path:
    """A sample that tests only read."""
    folder = tmp_path_factory.mktemp("country")
    make_sample(60, 1, folder / "sample", range(2024, 2026))
    return folder


@pytest.fixture
def plan(country, tmp_path) -> Path:
    """A plan in a folder of its own, over a sample that lies there too."""
    (tmp_path / "sample").symlink_to(country / "sample")
    path = tmp_path / "plan.toml"
    path.write_text(PLAN)
    return path


@pytest.fixture
def own_sample(country, tmp_path) -> Path:
    """The files of the sample, to be changed."""
    folder = tmp_path / "own"
    folder.mkdir()
    for path in (country / "sample").iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    return folder
