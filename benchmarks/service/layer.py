"""The layer that all serve: the neighbourhoods of an invented country, as an edition and in PostGIS."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.editions.postgis.cluster import Cluster, running

AREAS = 14_500
LEVEL = "neighbourhood"
PLAN = f'catalogue = "sample"\nlevels = ["{LEVEL}", "municipality"]\n'
MDI = (sys.executable, "-c", "from mdi.cli import main; main()")
BASE, TABLE = "gis", "layer"

COPY = Path(__file__).with_name("layer.sql")
DOMAIN = "(domains->'{0}'->>'points')::float8 AS {0}, (domains->'{0}'->>'rank')::int AS {0}_rank"


def edition(folder: Path, areas: int) -> Path:
    """A store with an edition of so many areas."""
    make = (
        "from pathlib import Path; from mdi.editions.sample import make_sample; "
        f"make_sample({areas}, 1, Path('sample'), range(2025, 2026))"
    )
    _call([sys.executable, "-c", make], folder)
    (folder / "plan.toml").write_text(PLAN)
    _call([*MDI, "batch", "plan.toml", "--store", "store"], folder)
    return folder / "store"


@contextmanager
def postgis(store: Path) -> Iterator[Cluster]:
    """A private PostGIS with that edition, published by `mdi publish`, and the layer as a table.

    Raises:
        NoPostGISError: where there is none on this computer.
    """
    with running() as cluster:
        with psycopg.connect(cluster.address("postgres"), autocommit=True) as boss:
            boss.execute(f"CREATE DATABASE {BASE}".encode())
        with psycopg.connect(cluster.address(BASE), autocommit=True) as boss:
            boss.execute("CREATE EXTENSION postgis")
        _call([*MDI, "publish", "--to", cluster.address(BASE), "--store", str(store)], store)
        with psycopg.connect(cluster.address(BASE), autocommit=True) as boss:
            found = boss.execute("SELECT DISTINCT domain FROM mdi.domain_scores ORDER BY 1")
            domains = ", ".join(DOMAIN.format(domain) for (domain,) in found)
            boss.execute(COPY.read_text().format(domains=domains).encode())
            boss.execute(f"VACUUM ANALYZE {TABLE}".encode())
        yield cluster


def _call(command: list[str], folder: Path) -> None:
    subprocess.run(  # noqa: S603
        command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
