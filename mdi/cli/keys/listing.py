"""``mdi keys list``: which keys there are."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from mdi.cli.keys.options import KeyFile
from mdi.editions.clock import moment


def listing(file: KeyFile) -> None:
    """Show name, scopes and state of every key, revoked ones too.

    Example: mdi keys list --file keys.toml
    """
    from api.keyring import read_keys  # noqa: PLC0415

    now = moment()
    table = Table("name", "id", "opens", "added", "until", "state", box=None, pad_edge=False)
    for key in read_keys(file).keys:
        added, until = key.added.date().isoformat(), key.expires
        words = key.name, key.id, ", ".join(key.scopes), added
        table.add_row(*words, until.isoformat() if until else "", key.state(now))
    Console(highlight=False).print(table)
