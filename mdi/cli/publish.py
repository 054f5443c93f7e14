"""``mdi publish``: an edition into PostGIS, in one transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from mdi.cli.editions.options import CacheFolder, StorePlace
from mdi.errors import counted

if TYPE_CHECKING:
    from mdi.editions.postgis.publishing import Publication

Database = Annotated[
    str,
    typer.Option(
        metavar="ADDRESS",
        help="The database: postgresql://USER@HOST:PORT/DATABASE. Keep the password in PGPASSWORD "
        "or in the file .pgpass.",
    ),
]
EditionName = Annotated[
    str,
    typer.Option(help="An edition, the beginning of its name, or previous; the current one."),
]
Again = Annotated[
    bool, typer.Option("--again", help="Write it even where the database has it already.")
]


def publish(
    to: Database,
    store: StorePlace,
    edition: EditionName = "current",
    again: Again = False,  # noqa: FBT002
    cache: CacheFolder = None,
) -> None:
    """Write an edition into the schema mdi of a PostGIS database, all of it or nothing.

    Readers of the database see the old edition until the new one is there whole.

    Example: mdi publish --to postgresql://loader@db.example.org/gis --store store
    """
    from mdi.editions.postgis.address import Address  # noqa: PLC0415
    from mdi.editions.postgis.publishing import publish as publish_edition  # noqa: PLC0415
    from mdi.editions.remote.opening import open_store  # noqa: PLC0415

    address = Address.parse(to)
    chosen = open_store(store, cache=cache).whole(edition)
    with Console(stderr=True).status(f"Publishing {chosen.name}"):
        published = publish_edition(chosen, address, again=again)
    _tell(published, address.shown)


def _tell(published: Publication, where: str) -> None:
    complaints = Console(stderr=True, highlight=False, soft_wrap=True)
    for note in published.notes:
        complaints.print(f"Note: {note}", markup=False)
    console = Console(highlight=False, soft_wrap=True)
    if not published.changed:
        console.print(f"{where} has edition {published.edition} already.", markup=False)
        return
    console.print(
        f"Published: edition {published.edition} to {where}, "
        f"{counted(published.areas, 'shape')}, {counted(published.results, 'result')}",
        markup=False,
    )
    views = ", ".join(f"mdi.{view}" for view in published.views)
    console.print(f"Views: {views or 'none, since there are no shapes'}", markup=False)
