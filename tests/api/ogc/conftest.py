"""Squareland as OGC API: from an edition that a batch published, and from a plain folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.app import create_app
from api.settings import Settings
from mdi.editions.batch.batch import Batch
from mdi.editions.plan import read_plan
from mdi.editions.store.store import Store
from tests.api.ogc.asking import Reader

PLAN = 'catalogue = "{country}"\nlevels = ["municipality"]\nyears = "2020-2021"\ntiles = {tiles}\n'


def publish(country: Path, folder: Path, *, tiles: bool = False, more: str = "") -> Store:
    """The store in a folder, with one more edition of a country; more is said in its plan."""
    folder.mkdir(parents=True, exist_ok=True)
    plan = folder / "plan.toml"
    told = PLAN.format(country=country, tiles=str(tiles).lower()) + more
    plan.write_text(told, encoding="utf-8")
    store = Store.open(folder / "store", create=True)
    Batch(read_plan(plan), store).run()
    return store


@pytest.fixture(scope="session")
def store(squareland, tmp_path_factory) -> Store:
    """A store with one edition; nobody writes in it."""
    return publish(squareland, tmp_path_factory.mktemp("published"))


@pytest.fixture(scope="session")
def of_edition(store) -> Reader:
    """Reads what lies ready."""
    return Reader(create_app(Settings(store=store.root)))


@pytest.fixture(scope="session")
def of_folder(squareland) -> Reader:
    """Reads what is made now."""
    return Reader(create_app(Settings(data=squareland)))


@pytest.fixture(scope="session", params=["edition", "folder"])
def reader(request) -> Reader:
    """Reads the same country, of both kinds."""
    found: Reader = request.getfixturevalue(f"of_{request.param}")
    return found
