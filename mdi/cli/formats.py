"""The kinds of file that any command reads or writes, gathered from where each is declared."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from mdi.cli.convert import SHAPES
from mdi.cli.tiles import ARCHIVE
from mdi.cli.values import READERS as RESULTS
from mdi.formats import READERS as TABLES
from mdi.writing import WRITERS

Kinds = Mapping[str, Collection[str]]


def formats() -> Iterator[tuple[str, str, str]]:
    """Every ending with what it is read as and what it is written as, in words."""
    read, written = _read(), _written()
    endings = [ending for side in (read, written) for each in side.values() for ending in each]
    for ending in dict.fromkeys(endings):
        yield ending, _words(ending, read), _words(ending, written)


def _read() -> Kinds:
    from geodata.formats import READERS  # noqa: PLC0415

    return {"table": TABLES, "result": RESULTS, "shapes": READERS}


def _written() -> Kinds:
    from geodata.pictures.files import PICTURES  # noqa: PLC0415

    return {"table": WRITERS, "shapes": SHAPES, "picture": PICTURES, "tiles": (ARCHIVE,)}


def _words(ending: str, kinds: Kinds) -> str:
    return ", ".join(kind for kind, endings in kinds.items() if ending in endings)
