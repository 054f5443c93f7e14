"""Fixtures that every test may use."""

import os
from pathlib import Path

import pytest

from tests.tables import TOML

ROOT = Path(__file__).parent.parent


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
