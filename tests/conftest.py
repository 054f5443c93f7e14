"""Fixtures that every test may use."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from tests.tables import TOML

ROOT = Path(__file__).parent.parent

# The same examples every time; MDI_EXPLORE=1 looks for new ones.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None)
settings.load_profile("explore" if os.environ.get("MDI_EXPLORE") else "steady")


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of published data, or a skip with the reason."""
    folder = Path(os.environ.get("MDI_SHARED_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(
            f"the published data are not here: no folder '{folder.name}' beside the project"
        )
    return folder


@pytest.fixture
def source(tmp_path) -> Path:
    """The small source of `tests.tables`, as a file."""
    path = tmp_path / "mine.toml"
    path.write_text(TOML)
    return path
