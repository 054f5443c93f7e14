"""``mdi keys revoke``: a key opens nothing from now on."""

from __future__ import annotations

from typing import Annotated

import typer

from mdi.cli.keys.options import KeyFile

Name = Annotated[str, typer.Argument(help="The name of the key, or its id.")]


def revoke(name: Name, file: KeyFile) -> None:
    """Let a key open nothing from now on; services that run see it at once.

    Example: mdi keys revoke nightly --file keys.toml
    """
    from api.keyring import revoke_key  # noqa: PLC0415

    revoked = revoke_key(file, name)
    typer.echo(f"Key '{revoked.name}' ({revoked.id}) is revoked.")
