"""A service that has jobs, over a small country with a first edition."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from api.app import create_app
from mdi.editions.batch.batch import Batch
from mdi.editions.plan import read_plan
from mdi.editions.sample import make_sample
from mdi.editions.store.store import Store
from tests.api.conftest import client_of
from tests.api.jobs.office import Office

FIRST = 'catalogue = "sample"\nlevels = ["municipality"]\nyears = "2024-2024"\ntiles = false\n'
NIGHTLY = FIRST.replace('"municipality"', '"municipality", "neighbourhood"').replace(
    "-2024", "-2025"
)
LONG = """
catalogue = "sample"
levels = ["municipality", "neighbourhood"]
years = "2023-2025"
weights = ["mdi_nl", "equal"]
methods = ["imd", "zscore"]
"""


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with plans and a store; nobody writes in it."""
    folder = tmp_path_factory.mktemp("office")
    plans = folder / "plans"
    make_sample(60, 1, plans / "sample", range(2021, 2026))
    for name, text in (("first", FIRST), ("nightly", NIGHTLY), ("long", LONG)):
        (plans / f"{name}.toml").write_text(text)
    store = Store.open(folder / "store", create=True)
    with store.lock():
        Batch(read_plan(plans / "first.toml"), store).run()
    return folder


@pytest.fixture
def office(begun: Path, tmp_path: Path) -> Iterator[Office]:
    """The same in a folder of its own, with a key; its jobs are ended with the test."""
    shutil.copytree(begun, tmp_path / "office")
    made = Office(tmp_path / "office")
    yield made
    made.end_jobs()


@pytest.fixture
def ask(office: Office) -> Callable:
    """Ask a service that takes jobs in and starts none."""
    client = client_of(create_app(office.settings()))

    def asked(method, address="", key=office.key, headers=None, **given):
        told = {"authorization": f"Bearer {key}"} if key else {}
        return client.request(
            method, f"/v1/jobs{address}", headers={**told, **(headers or {})}, **given
        )

    return asked
