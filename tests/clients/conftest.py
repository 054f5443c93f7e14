"""Files and a service to be opened by the programs that our readers use."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs

import pandas as pd
import pytest

from geodata import Quantile, choropleth, write_boundaries
from geodata.styles import style_of
from mdi.editions.batch.batch import Batch
from mdi.editions.plan import read_plan
from mdi.editions.store.store import Store
from tests.clients.served import STORE, TOLD
from tests.squares import CODES, make_squareland, shapes

MISSING = CODES[3]
ROOT = Path(__file__).parents[2]
PLAN = 'catalogue = "land"\nlevels = ["municipality"]\n'
PATIENCE = 60  # seconds


@dataclass
class Service:
    """A real server of OGC API.

    Attributes:
        url: the root of OGC API.
        log: where it writes what it is asked.
    """

    url: str
    log: Path

    def asked(self) -> list[dict]:
        """What was asked since the last time: path, query by name, status and bytes."""
        lines = self.log.read_text(encoding="utf-8").splitlines()
        self.log.write_text("", encoding="utf-8")
        found = [json.loads(line) for line in lines]
        return [{**each, "query": parse_qs(each["query"])} for each in found]

    def pages(self) -> list[dict]:
        """Of these, the pages of areas."""
        return [each for each in self.asked() if each["path"].endswith("/items")]


@contextmanager
def serving(folder: Path) -> Iterator[Service]:
    """What lies in `land`, published by a batch and served by a server of its own process."""
    (folder / "plan.toml").write_text(PLAN, encoding="utf-8")
    store = Store.open(folder / "store", create=True)
    Batch(read_plan(folder / "plan.toml"), store).run()
    told, output = folder / "told.jsonl", folder / "server.log"
    told.touch()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    start = ("-m", "uvicorn", "--factory", "tests.clients.served:make", "--port", str(port))
    environment = {**os.environ, STORE: str(store.root), TOLD: str(told)}
    with (
        output.open("w") as log,
        subprocess.Popen(
            [sys.executable, *start], cwd=ROOT, env=environment, stdout=log, stderr=log
        ) as server,
    ):
        url = f"http://127.0.0.1:{port}/ogc/v1"
        try:
            wait_for(f"{url}/collections/municipality/items?limit=1", output)
            yield Service(url, told)
        finally:
            server.terminate()


@pytest.fixture(scope="session")
def service(tmp_path_factory) -> Iterator[Service]:
    """Squareland."""
    folder = tmp_path_factory.mktemp("service")
    make_squareland(folder / "land")
    with serving(folder) as found:
        yield found


@pytest.fixture(scope="session")
def sparse_service(tmp_path_factory) -> Iterator[Service]:
    """Squareland with figures for its last areas alone."""
    folder = tmp_path_factory.mktemp("sparse")
    make_squareland(folder / "land")
    path = folder / "land" / "municipality_2021.parquet"
    table = pd.read_parquet(path)
    table[table["area_code"] > "GM0025"].to_parquet(path)
    with serving(folder) as found:
        yield found


def wait_for(address: str, log: Path) -> None:
    """Wait until a server answers."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE):
                return
        except OSError:
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.1)


@pytest.fixture(scope="session")
def files(tmp_path_factory) -> Path:
    """Thirty squares with values in every format of shapes, coloured; one value is missing."""
    folder = tmp_path_factory.mktemp("files")
    layer = shapes()
    figures = [number**1.5 for number in range(len(layer))]
    frame = pd.DataFrame(
        {"index": figures, "employment_rank": range(len(layer))}, index=layer.codes
    )
    frame["word"] = "één"
    frame.loc[MISSING, "index"] = None
    drawn = choropleth(layer, frame["index"], Quantile(4), "purples")
    style = style_of(drawn, "index", "De index", "nl")
    second = style_of(choropleth(layer, frame["employment_rank"]), "employment_rank")
    for suffix in (".gpkg", ".fgb", ".shp", ".geojson"):
        write_boundaries(layer, folder / f"areas{suffix}", frame, [style, second])
    return folder
