"""`mdi serve` with two workers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.service.layer import LEVEL, MDI
from benchmarks.service.questions import Box, Feature, Question, Tile
from benchmarks.service.servers import WORKERS, Server, free_port, running

ROOT = "/ogc/v1"
COLLECTION = f"{ROOT}/collections/{LEVEL}"


@contextmanager
def serving(store: Path, folder: Path) -> Iterator[Server]:
    """The service, as its manual says to start it."""
    port = free_port()
    where = ("--store", str(store), "--port", str(port), "--workers", str(WORKERS))
    with running([*MDI, "serve", *where], port, f"{COLLECTION}/items?limit=1", folder) as begun:
        yield Server("ours", port, address, *begun)


def address(question: Question) -> str:
    """The path of a question."""
    match question:
        case Box():
            return f"{COLLECTION}/items?bbox={question}"
        case Feature(code):
            return f"{COLLECTION}/items/{code}"
        case Tile(zoom, row, column):
            return f"{COLLECTION}/tiles/WebMercatorQuad/{zoom}/{row}/{column}"
    return f"{COLLECTION}/items"
