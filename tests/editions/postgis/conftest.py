"""A real PostGIS, and editions made by hand of an invented country."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

import geodata
import mdi
from mdi.editions.batch.batch import Batch
from mdi.editions.catalogue import read_catalogue
from mdi.editions.plan import read_plan
from mdi.editions.postgis.address import Address
from mdi.editions.sample import make_sample
from mdi.editions.store.edition import Edition
from mdi.editions.store.manifest import (
    Causes,
    FileRecord,
    Manifest,
    ResultRecord,
    ShapesRecord,
)
from mdi.editions.store.store import Store
from mdi.writing import write_result
from tests.editions.postgis.cluster import Cluster, NoPostGISError, running

LEVELS = ("district", "municipality")


@pytest.fixture(scope="session")
def cluster():
    """A server for all tests; its template has PostGIS."""
    try:
        with running() as cluster:
            with psycopg.connect(cluster.address("template1"), autocommit=True) as boss:
                boss.execute("CREATE EXTENSION postgis")
            yield cluster
    except NoPostGISError as error:
        pytest.skip(str(error))


@pytest.fixture
def base(cluster: Cluster) -> str:
    """A database of its own for a test, with PostGIS and nothing else."""
    return cluster.database()


@pytest.fixture
def address(cluster: Cluster, base: str) -> Address:
    """Its address, for a superuser."""
    return Address.parse(cluster.address(base))


@pytest.fixture
def asked(address: Address):
    """Ask the database something."""

    def ask(query: str, *values):
        with psycopg.connect(address.connection) as connection:
            return connection.execute(query.encode(), values).fetchall()

    return ask


@pytest.fixture(scope="session")
def sample(tmp_path_factory) -> Path:
    """An invented country of two years."""
    return make_sample(60, 3, tmp_path_factory.mktemp("country") / "sample", range(2024, 2026))


@pytest.fixture(scope="session")
def store(sample: Path, tmp_path_factory) -> Store:
    """A store with an old and a new edition; the new one has another year and a weight set."""
    store = Store.open(tmp_path_factory.mktemp("editions") / "store", create=True)
    for years, weights in (((2024,), ("equal",)), ((2024, 2025), ("equal", "mdi_nl"))):
        store.publish(make_edition(store, sample, years, weights))
    return store


@pytest.fixture
def old(store) -> Edition:
    """One year, one weight set."""
    return store.edition("previous")


@pytest.fixture
def new(store) -> Edition:
    """Two years, two weight sets."""
    return store.edition("current")


@pytest.fixture(scope="session")
def sure(sample, tmp_path_factory) -> Edition:
    """One that tells how sure its ranks are."""
    folder = tmp_path_factory.mktemp("sure")
    (folder / "plan.toml").write_text(
        f'catalogue = "{sample}"\nlevels = ["district", "municipality"]\nyears = [2025]\n'
        'tiles = false\n[sensitivity]\nvary = ["weights"]\ndraws = 50\n',
        encoding="utf-8",
    )
    store = Store.open(folder / "store", create=True)
    Batch(read_plan(folder / "plan.toml"), store).run()
    return store.edition("current")


def make_edition(store: Store, sample: Path, years, weights) -> Manifest:
    """What an edition of an invented country holds; its files are in the store."""
    files: dict[str, FileRecord] = {}
    catalogue = read_catalogue(sample)
    results = [
        _result(store, sample, catalogue, (level, year, name), files)
        for level in LEVELS
        for year in years
        for name in weights
    ]
    vintages = sorted({(record.level, record.vintage) for record in results})
    shapes = [_shapes(store, sample, catalogue, each, files) for each in vintages]
    return Manifest(
        title={"nl": "Verzonnen land", "en": "Invented country"},
        invented=True,
        geography="nl",
        software={"mdi": mdi.__version__},
        tables=(),
        shapes=tuple(shapes),
        results=tuple(results),
        files=files,
    )


def _result(store, sample, catalogue, wanted, files) -> ResultRecord:
    level, year, weights = wanted
    table = mdi.read_table(
        sample / catalogue.table(level, year).file, source="sample", level=level, year=year
    )
    result = mdi.compute(table, weights=weights)
    file = f"results/level={level}/year={year}/weights={weights}/method=imd/result.parquet"
    with TemporaryDirectory() as folder:
        (written,) = write_result(result, Path(folder) / "result.parquet")
        files[file] = store.put(written.read_bytes())
    return ResultRecord(
        level=level,
        year=year,
        weights=weights,
        method="imd",
        vintage=catalogue.shapes(level, year).vintage,
        file=file,
        areas=len(result),
        ranked=result.ranked,
        fingerprint=result.fingerprint,
        causes=Causes(data="", definition="", weights="", method="", boundary="", engine=""),
    )


def _shapes(store, sample, catalogue, wanted, files) -> ShapesRecord:
    level, vintage = wanted
    (found,) = [b for b in catalogue.boundaries if (b.level, b.vintage) == wanted]
    boundaries = geodata.read_boundaries(sample / found.file, level=level, vintage=vintage)
    file = f"areas/level={level}/vintage={vintage}/areas.parquet"
    with TemporaryDirectory() as folder:
        geodata.write_boundaries(boundaries.wgs84(), Path(folder) / "areas.parquet")
        files[file] = store.put((Path(folder) / "areas.parquet").read_bytes())
    return ShapesRecord(
        level=level, vintage=vintage, file=file, tiles=None, areas=len(boundaries), boundaries=""
    )
