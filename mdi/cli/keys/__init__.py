"""``mdi keys``: who may write to a service."""

from __future__ import annotations

import typer

from mdi.cli.keys.add import add
from mdi.cli.keys.listing import listing
from mdi.cli.keys.revoke import revoke

keys = typer.Typer(help="Look after the keys of a service.", no_args_is_help=True)
keys.command()(add)
keys.command(name="list")(listing)
keys.command()(revoke)


@keys.callback()
def _group() -> None:
    """Look after the keys of a service."""
