"""``mdi editions prune``: older editions make room."""

from __future__ import annotations

from typing import Annotated

import typer

from mdi.cli.editions.options import CacheFolder, StorePlace
from mdi.errors import counted

Keep = Annotated[int, typer.Option(min=1, help="How many editions stay: those published last.")]


Spare = Annotated[
    float,
    typer.Option(
        metavar="SECONDS",
        min=0,
        help="Editions that were current less than so long ago stay, so that services go over.",
    ),
]


def prune(store: StorePlace, keep: Keep, spare: Spare = 60, cache: CacheFolder = None) -> None:
    """Remove older editions, and what only they were made of.

    The current edition always stays, and so does what an interrupted batch has done.

    Example: mdi editions prune --keep 10 --store store
    """
    from mdi.editions.remote.opening import open_store  # noqa: PLC0415

    pruned = open_store(store, cache=cache).prune(keep, spare=spare)
    for name in pruned.editions:
        typer.echo(f"Edition {name} was removed.")
    typer.echo(
        f"{counted(len(pruned.editions), 'edition')}, {counted(pruned.steps, 'step')} and "
        f"{counted(pruned.objects, 'object')} removed; {pruned.size / 1e6:,.1f} MB are free again."
    )
