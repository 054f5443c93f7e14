"""tipg: FastAPI over PostGIS, with two workers of uvicorn."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from benchmarks.service.environments import programs
from benchmarks.service.layer import AREAS, BASE, TABLE
from benchmarks.service.questions import Box, Feature, Question, Tile, Whole
from benchmarks.service.servers import WORKERS, Server, free_port, running
from tests.editions.postgis.cluster import Cluster

PACKAGES = ("tipg==1.6.1", "uvicorn[standard]==0.54.0")
NAME = f"public.{TABLE}"
ITEMS = f"/collections/{NAME}/items"


@contextmanager
def serving(cluster: Cluster, folder: Path) -> Iterator[Server]:
    """Serve the layer of this database.

    Raises:
        NotInstalledError: where tipg could not be installed.
    """
    port = free_port()
    uvicorn = programs("tipg", PACKAGES) / "uvicorn"
    command: list[str | Path] = [
        uvicorn,
        "tipg.main:app",
        "--port",
        str(port),
        "--workers",
        str(WORKERS),
    ]
    quiet = ["--log-level", "warning"]
    with running([*command, *quiet], port, f"{ITEMS}?limit=1", folder, settings(cluster)) as begun:
        yield Server("tipg", port, address, *begun)


def settings(cluster: Cluster) -> Mapping[str, str]:
    """The layer alone, without looking for others; a whole country in one answer."""
    return {
        "DATABASE_URL": f"postgresql://boss@{quote(str(cluster.folder), safe='')}:5432/{BASE}",
        "TIPG_DB_SCHEMAS": '["public"]',
        "TIPG_DB_TABLES": f'["{NAME}"]',
        "TIPG_DB_FUNCTIONS": "[]",
        "TIPG_MAX_FEATURES_PER_QUERY": str(2 * AREAS),
        "TIPG_MAX_FEATURES_PER_TILE": str(2 * AREAS),
    }


def address(question: Question) -> str:
    """The path of a question."""
    match question:
        case Whole():
            return f"{ITEMS}?limit={2 * AREAS}"
        case Box():
            return f"{ITEMS}?bbox={question}&limit={2 * AREAS}"
        case Feature(code):
            return f"{ITEMS}/{code}"
        case Tile(zoom, row, column, bare):
            path = f"/collections/{NAME}/tiles/WebMercatorQuad/{zoom}/{column}/{row}"
            return f"{path}?properties=area_code" if bare else path
