"""``mdi editions rollback``: an earlier edition is the current one again."""

from __future__ import annotations

import typer

from mdi.cli.editions.options import EditionName, StoreFolder


def rollback(store: StoreFolder, name: EditionName = "previous") -> None:
    """Make an earlier edition the current one again, in one move.

    Every byte of it is checked first. Nothing is removed; done twice, it is as before.

    Example: mdi editions rollback --store store

    Example: mdi editions rollback 3fa94c --store store
    """
    from mdi.editions.store.store import Store  # noqa: PLC0415

    edition = Store.open(store).rollback(name)
    typer.echo(f"Edition {edition.name} is the current one.")
