"""``mdi editions show``: what is in an edition."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.table import Column, Table

from mdi.cli.editions.options import AsJson, CacheFolder, EditionName, StorePlace, print_json
from mdi.errors import counted

if TYPE_CHECKING:
    from mdi.editions.store.edition import Edition

NOTHING = "–"
SURE = ("certainly", "probably", "possibly")


def show(
    store: StorePlace,
    name: EditionName = "current",
    cache: CacheFolder = None,
    json: AsJson = False,  # noqa: FBT002
) -> None:
    """Show what is in an edition: its indices, and what they were made of.

    Example: mdi editions show --store store

    Example: mdi editions show previous --store store --json
    """
    from mdi.editions.remote.opening import open_store  # noqa: PLC0415

    opened = open_store(store, cache=cache)
    edition = opened.edition(name)
    published = [each.published for each in opened.history() if each.edition == edition.name]
    if json:
        head = {"edition": edition.name, "folder": str(edition.folder), "published": published}
        print_json({**head, "manifest": edition.manifest.model_dump()})
    else:
        _show(edition, published)


def _show(edition: Edition, published: list[str]) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for line in _heads(edition, published):
        console.print(line, markup=False)
    console.print(_results(edition))
    if edition.manifest.sensitivities:
        console.print(_sensitivities(edition))


def _heads(edition: Edition, published: list[str]) -> Iterator[str]:
    """What it is called, when it was published, and what it was made of."""
    manifest = edition.manifest
    invented = " · invented figures" if manifest.invented else ""
    yield f"{edition.name} · {' · '.join(manifest.title.values())}{invented}"
    yield f"In {edition.folder}"
    yield f"Published {', '.join(published) or 'never'}"
    yield f"Made with {', '.join(f'{name} {of}' for name, of in manifest.software.items())}"
    size = sum(record.size for record in manifest.files.values())
    yield (
        f"{counted(len(manifest.tables), 'table')}, "
        f"{counted(len(manifest.shapes), 'layer')} of shapes, "
        f"{counted(len(manifest.files), 'file')}, {size / 1e6:,.1f} MB"
    )


def _results(edition: Edition) -> Table:
    names = ("level", "year", "weights", "method", "borders")
    numbers = ("areas", "ranked")
    table = Table(*names, *(Column(name, justify="right") for name in numbers))
    for result in edition.manifest.results:
        words = (result.level, str(result.year), result.weights, result.method)
        borders = NOTHING if result.vintage is None else str(result.vintage)
        table.add_row(*map(escape, words), borders, str(result.areas), str(result.ranked))
    return table


def _sensitivities(edition: Edition) -> Table:
    """What varied of every index, and how surely its areas are in the most deprived tenth."""
    names, numbers = ("level", "year", "weights", "method"), ("draws", *SURE)
    table = Table(
        *names,
        "varied",
        *(Column(name, justify="right") for name in numbers),
        title="How sure the most deprived tenth is",
        title_justify="left",
    )
    for each in edition.manifest.sensitivities:
        counts = (each.draws, *(each.classes[name] for name in SURE))
        words = (*map(str, each.key), ", ".join(each.vary))
        table.add_row(*map(escape, words), *map(str, counts))
    return table
