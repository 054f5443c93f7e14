"""``mdi editions``: what is published, what was, and whether it is sound."""

from __future__ import annotations

import typer

from mdi.cli.editions.diff import diff
from mdi.cli.editions.listing import listing
from mdi.cli.editions.prune import prune
from mdi.cli.editions.rollback import rollback
from mdi.cli.editions.show import show
from mdi.cli.editions.verify import verify

editions = typer.Typer(help="Look after published editions.", no_args_is_help=True)
editions.command(name="list")(listing)
editions.command()(show)
editions.command()(diff)
editions.command()(rollback)
editions.command()(prune)
editions.command()(verify)


@editions.callback()
def _group() -> None:
    """Look after published editions."""
