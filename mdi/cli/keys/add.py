"""``mdi keys add``: a new key, shown once."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

import typer

from mdi.cli.keys.options import KeyFile

Name = Annotated[str, typer.Argument(help="What the key is called, such as nightly.")]
Scopes = Annotated[
    list[str], typer.Option("--scope", help="What it opens: jobs or joins; may be repeated.")
]
Expires = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"], help="The last day on which it is valid; for ever if absent."
    ),
]


def add(name: Name, file: KeyFile, scope: Scopes, expires: Expires = None) -> None:
    """Make a key; only what proves it is kept, so it is shown this once.

    The key goes to standard output, alone.

    Example: mdi keys add nightly --scope jobs --file keys.toml
    """
    from api.keyring import add_key  # noqa: PLC0415

    made = add_key(file, name, tuple(scope), expires.date() if expires else None)
    until = f", until {made.entry.expires}" if made.entry.expires else ""
    opens = " and ".join(made.entry.scopes)
    typer.echo(f"Key '{name}' opens {opens}{until}. It is shown this once:", err=True)
    typer.echo(made.written)
