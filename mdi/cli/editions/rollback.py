"""``mdi editions rollback``: an earlier edition is the current one again."""

from __future__ import annotations

import typer

from mdi.cli.editions.options import CacheFolder, EditionName, StorePlace


def rollback(store: StorePlace, name: EditionName = "previous", cache: CacheFolder = None) -> None:
    """Make an earlier edition the current one again, in one move.

    Every byte of it is checked first. Nothing is removed; done twice, it is as before.

    Example: mdi editions rollback --store store

    Example: mdi editions rollback 3fa94c --store store
    """
    from mdi.editions.remote.opening import open_store  # noqa: PLC0415

    edition = open_store(store, cache=cache).rollback(name)
    typer.echo(f"Edition {edition.name} is the current one.")
