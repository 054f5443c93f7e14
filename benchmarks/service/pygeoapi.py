"""pygeoapi with its provider for PostgreSQL, with two workers of gunicorn."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.service.environments import programs
from benchmarks.service.layer import AREAS, BASE, TABLE
from benchmarks.service.questions import Box, Feature, Question, Tile
from benchmarks.service.servers import WORKERS, Server, free_port, running
from tests.editions.postgis.cluster import Cluster

PACKAGES = (
    "pygeoapi==0.21.0",
    "gunicorn==27.0.1",
    "geoalchemy2==0.20.0",
    "psycopg2-binary==2.9.13",
)
THREADS = 4
SMALL = 10  # from this zoom its tiles take seconds; below it minutes
COLLECTION = f"/collections/{TABLE}"
NOWHERE = {"name": "none", "url": "http://127.0.0.1"}


@contextmanager
def serving(cluster: Cluster, folder: Path) -> Iterator[Server]:
    """Serve the layer of this database.

    Raises:
        NotInstalledError: where pygeoapi could not be installed.
    """
    port, home = free_port(), programs("pygeoapi", PACKAGES)
    written, described = folder / "pygeoapi.yml", folder / "openapi.yml"
    written.write_text(json.dumps(configuration(cluster.folder, port)))  # JSON is YAML
    make: list[str | Path] = [
        home / "pygeoapi",
        "openapi",
        "generate",
        written,
        "--output-file",
        described,
    ]
    subprocess.run(make, check=True, capture_output=True, cwd=folder)  # noqa: S603
    workers = ["--workers", str(WORKERS), "--threads", str(THREADS), "--timeout", "300"]
    where = ["--bind", f"127.0.0.1:{port}", "pygeoapi.flask_app:APP"]
    command: list[str | Path] = [home / "gunicorn", *workers, *where]
    environment = {
        "PYGEOAPI_CONFIG": str(written),
        "PYGEOAPI_OPENAPI": str(described),
        "HOME": str(folder),  # gunicorn writes there
    }
    first = f"{COLLECTION}/items?f=json&limit=1"
    with running(command, port, first, folder, environment) as begun:
        yield Server("pygeoapi", port, address, *begun)


def configuration(database: Path, port: int) -> dict[str, Any]:
    """The layer as features and as tiles; a whole country in one answer."""
    url = f"http://127.0.0.1:{port}"
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": port},
            "url": url,
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "gzip": False,
            "pretty_print": False,
            "languages": ["en-US"],
            "limits": {"default_items": 10, "max_items": 2 * AREAS, "on_exceed": "throttle"},
            "map": {"url": f"{url}/{{z}}/{{x}}/{{y}}.png", "attribution": "none"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {
                **_words(),
                "keywords_type": "theme",
                "terms_of_service": "none",
                "url": url,
            },
            "license": NOWHERE,
            "provider": NOWHERE,
            "contact": {"name": "none"},
        },
        "resources": {TABLE: _collection(database)},
    }


def _collection(database: Path) -> dict[str, Any]:
    source = {
        "data": {
            "host": str(database),
            "port": 5432,
            "dbname": BASE,
            "user": "boss",
            "password": "none",
            "search_path": ["public"],
        },
        "id_field": "area_code",
        "table": TABLE,
        "geom_field": "geom",
    }
    tiles = {
        "options": {"zoom": {"min": 0, "max": 14}},
        "format": {"name": "pbf", "mimetype": "application/vnd.mapbox-vector-tile"},
    }
    return {
        "type": "collection",
        **_words(),
        "extents": {"spatial": {"bbox": [3, 50, 8, 54]}},
        "links": [],
        "providers": [
            {"type": "feature", "name": "PostgreSQL", **source},
            {"type": "tile", "name": "MVT-postgresql", **source, **tiles},
        ],
    }


def _words() -> dict[str, Any]:
    return {"title": TABLE, "description": TABLE, "keywords": [TABLE]}


def address(question: Question) -> str | None:
    """The path of a question; None for a tile that takes minutes."""
    match question:
        case Box():
            return f"{COLLECTION}/items?f=json&bbox={question}&limit={2 * AREAS}"
        case Feature(code):
            return f"{COLLECTION}/items/{code}?f=json"
        case Tile(zoom, row, column, bare):
            path = f"{COLLECTION}/tiles/WebMercatorQuad/{zoom}/{row}/{column}?f=mvt"
            return None if bare or zoom < SMALL else path
    return f"{COLLECTION}/items?f=json&limit={2 * AREAS}"
